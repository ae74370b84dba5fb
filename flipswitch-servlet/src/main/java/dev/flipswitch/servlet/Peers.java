package dev.flipswitch.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where requests come from: from the connection's other end, and where that is a proxy that is trusted, from where it says.
 * Immutable.
 *
 * @param trusted the proxies
 */
record Peers(List<Addresses> trusted) {
    /** A host on IPv6 commonly has all addresses of such a network. */
    private static final int IPV6_NETWORK = 64;

    private static final int IPV6_BYTES = 16;

    /** The client's address, or for IPv6 its network; whatever the container says if that is no address. */
    String address(HttpServletRequest request) {
        String peer = Objects.requireNonNullElse(request.getRemoteAddr(), "");
        Optional<byte[]> client = Addresses.parse(peer);
        List<String> hops = forwarded(request, "X-Forwarded-For");
        Collections.reverse(hops);
        for (String hop : hops) {
            Optional<byte[]> before = Addresses.parse(hop);
            if (before.isEmpty() || client.filter(this::isTrusted).isEmpty()) {
                break;
            }
            client = before;
        }
        return client.map(Peers::text).orElse(peer);
    }

    /** Whether the client came by TLS, to us or to a proxy that is trusted. */
    boolean isSecure(HttpServletRequest request) {
        List<String> protocols = forwarded(request, "X-Forwarded-Proto");
        return request.isSecure()
                || (!protocols.isEmpty()
                        && protocols.get(protocols.size() - 1).equalsIgnoreCase("https")
                        && Addresses.parse(Objects.requireNonNullElse(request.getRemoteAddr(), ""))
                                .filter(this::isTrusted)
                                .isPresent());
    }

    private boolean isTrusted(byte[] address) {
        return trusted.stream().anyMatch(range -> range.contains(address));
    }

    private static List<String> forwarded(HttpServletRequest request, String header) {
        return new ArrayList<>(Collections.list(request.getHeaders(header)).stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .map(String::strip)
                .toList());
    }

    private static String text(byte[] address) {
        try {
            return InetAddress.getByAddress(
                            address.length == IPV6_BYTES ? Addresses.masked(address, IPV6_NETWORK) : address)
                    .getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }
}
