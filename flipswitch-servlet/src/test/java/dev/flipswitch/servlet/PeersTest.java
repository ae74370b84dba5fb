package dev.flipswitch.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where requests come from, with and without proxies. */
class PeersTest {
    private final Web web = new Web();
    private final LogRecords log = new LogRecords();

    @AfterEach
    void close() throws Exception {
        log.close();
        web.close();
    }

    private void start(String trusted) throws Exception {
        web.page("/peer", (request, response) -> {
            Peers peers = FlipswitchWebContext.of(request.getServletContext()).peers();
            response.getWriter().write(peers.address(request) + " " + peers.isSecure(request));
        });
        web.set("trusted-proxies", trusted).start();
    }

    private String peer(String... headers) throws Exception {
        return web.answer("/peer", headers).body();
    }

    @Test
    void whatNobodyTrustedSaysDoesNotCount() throws Exception {
        start("10.0.0.0/8");
        assertThat(peer("X-Forwarded-For", "1.2.3.4", "X-Forwarded-Proto", "https"))
                .isEqualTo("127.0.0.1 false");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.2.3.4                                  | 1.2.3.4",
                "6.6.6.6, 1.2.3.4                         | 1.2.3.4",
                "6.6.6.6, 1.2.3.4, 10.1.2.3, 192.168.7.8  | 1.2.3.4",
                "6.6.6.6 , [2001:db8:1:2:3:4:5:6]:4711    | 2001:db8:1:2:0:0:0:0",
                "fe80::1%eth0                             | fe80:0:0:0:0:0:0:0",
                "::ffff:1.2.3.4                           | 1.2.3.4",
                "1.2.3.4:5678                             | 1.2.3.4",
                "localhost                                | 127.0.0.1",
                "face                                     | 127.0.0.1",
                "1.2.3.4, 999.1.1.1                       | 127.0.0.1",
                "1.2.3.4, unknown, 10.1.1.1               | 10.1.1.1",
                "''                                       | 127.0.0.1",
                "10.1.1.1, 10.1.1.2                       | 10.1.1.1",
            })
    void takesFromTrustedProxiesTheLastAddressThatIsNotOneOfTheirs(String header, String address) throws Exception {
        start("127.0.0.1, 10.0.0.0/8, 192.168.0.0/16");
        assertThat(peer("X-Forwarded-For", header)).isEqualTo(address + " false");
    }

    @Test
    void takesFromATrustedProxyWhetherItWasTls() throws Exception {
        start("127.0.0.0/8");
        assertThat(peer("X-Forwarded-Proto", "https")).isEqualTo("127.0.0.1 true");
        assertThat(peer("X-Forwarded-Proto", "HTTPS")).isEqualTo("127.0.0.1 true");
        assertThat(peer("X-Forwarded-Proto", "https, http")).isEqualTo("127.0.0.1 false");
        assertThat(peer("X-Forwarded-Proto", "http")).isEqualTo("127.0.0.1 false");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy",
                "10.0.0.0/33",
                "10.0.0.0/８",
                "10.0.0.0/-1",
                "10.0.0.0/x",
                "300.1.1.1",
                "10.0.0",
                "::1/129",
                "10.0.0.0/"
            })
    void refusesWhatIsNoAddress(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Addresses.of(text));
    }

    @Test
    void onePageMoreThanAnAddressMayHaveGetsServiceUnavailableAndOthersDoNot() throws Exception {
        web.set("public-flags", "dark-mode")
                .set("max-pages-per-address", "1")
                .set("trusted-proxies", "127.0.0.1")
                .start();
        try (var first = web.connect();
                var other = web.connect()) {
            assertThat(Web.firstLine(first, "/flipswitch/events", "X-Forwarded-For: 1.2.3.4"))
                    .contains("200");
            for (int i = 0; i < 2; i++) {
                HttpResponse<String> refused = web.answer("/flipswitch/events", "X-Forwarded-For", "1.2.3.4");
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.headers().firstValue("Retry-After")).contains("30");
            }
            assertThat(Web.firstLine(other, "/flipswitch/events", "X-Forwarded-For: 1.2.3.5"))
                    .contains("200");
        }
        assertThat(log.containing("FLIP-SERVLET-0020"))
                .singleElement()
                .asString()
                .contains("1.2.3.4", "trusted-proxies", "max-pages-per-address");
    }
}
