package dev.flipswitch.server.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {

    @ParameterizedTest
    @CsvSource({
        "::1, [::1]",
        "2001:db8::8080, [2001:db8::8080]",
        "fe80::1%eth0, [fe80::1%25eth0]",
        "::ffff:127.0.0.1, [::ffff:127.0.0.1]",
        "::, localhost",
        "0:0:0:0:0:0:0:0, localhost",
        "0.0.0.0, localhost",
        "127.0.0.1, 127.0.0.1",
        "flags.example, flags.example"
    })
    void writesAHostAsAUrlHasIt(String host, String written) {
        assertThat(Main.inUrl(host)).isEqualTo(written);
    }
}
