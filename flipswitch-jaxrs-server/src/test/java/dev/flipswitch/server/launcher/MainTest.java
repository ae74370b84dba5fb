package dev.flipswitch.server.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flipswitch.server.config.StartupFailure;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

    @ParameterizedTest
    @ValueSource(strings = {"::1::2", "nosuch.invalid", "999.1.1.1", "-1", "1.2.3.4", "2001:db8::1"})
    void refusesAHostThatIsNotOfThisMachine(String host) {
        assertThatThrownBy(() -> Main.start(Map.of("flipswitch.server.host", host)))
                .isInstanceOf(StartupFailure.class)
                .hasMessageStartingWith("FLIP-SERVER-0101: flipswitch.server.host is '" + host
                        + "' but must be an address of this machine");
    }

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
