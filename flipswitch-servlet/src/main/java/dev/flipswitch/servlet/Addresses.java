package dev.flipswitch.servlet;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A range of IP addresses, written as an address or in CIDR notation. Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4632#section-3.1">RFC 4632, section 3.1</a>
 */
final class Addresses {
    static final String EXPECTATION = "IP addresses or ranges as in 10.0.0.0/8, with commas between them";

    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F.]*:[0-9a-fA-F:.]*");
    private static final int BITS = 8;

    private final byte[] network;
    private final int prefix;

    private Addresses(byte[] network, int prefix) {
        this.network = network;
        this.prefix = prefix;
    }

    /**
     * Reads a range.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Addresses of(String text) {
        String[] parts = text.split("/", 2);
        byte[] network = parse(parts[0]).orElseThrow(IllegalArgumentException::new);
        int all = network.length * BITS;
        if (parts.length > 1 && !parts[1].matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException();
        }
        int prefix = parts.length == 1 ? all : Integer.parseInt(parts[1]);
        if (prefix < 0 || prefix > all) {
            throw new IllegalArgumentException();
        }
        return new Addresses(network, prefix);
    }

    boolean contains(byte[] address) {
        return address.length == network.length && Arrays.equals(masked(address, prefix), masked(network, prefix));
    }

    /** The address without the bits after a prefix. */
    static byte[] masked(byte[] address, int prefix) {
        byte[] masked = new byte[address.length];
        for (int i = 0; i < address.length; i++) {
            int bits = Math.max(0, Math.min(BITS, prefix - i * BITS));
            masked[i] = (byte) (address[i] & (0xff << (BITS - bits)));
        }
        return masked;
    }

    /** Reads an address as proxies write it, also in brackets, with a port or a zone. Asks no name server. */
    static Optional<byte[]> parse(String text) {
        String address =
                text.strip().replaceFirst("^\\[([^]]*)](:\\d+)?$", "$1").replaceFirst("%.*", "");
        String bare = address.matches("[0-9.]+:\\d+") ? address.substring(0, address.indexOf(':')) : address;
        if (!IPV4.matcher(bare).matches() && !IPV6.matcher(bare).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(bare).getAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
