package dev.flipswitch.sse;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server's heartbeat means for how long a stream may be silent. Failure policy 17. */
class HeartbeatTest {
    private static Duration silence(String header) {
        return Heartbeat.silence(
                Heartbeat.in(HttpHeaders.of(Map.of("X-Flipswitch-Heartbeat", List.of(header)), (name, value) -> true)));
    }

    @ParameterizedTest
    @CsvSource({"15000, 45000", "60000, 180000", "600000, 1800000", "5000, 15000", "1000, 10000", "10, 10000"})
    void isThreeHeartbeatsAndAtLeastTenSeconds(String heartbeat, long silenceMillis) {
        assertThat(silence(heartbeat)).hasMillis(silenceMillis);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "15 s", "600001", "99999999999999999999", "1e3"})
    void ignoresNonsense(String header) {
        assertThat(silence(header)).hasSeconds(45);
    }

    @Test
    void isFortyFiveSecondsWithoutAWordOfTheServer() {
        assertThat(Heartbeat.silence(Heartbeat.in(HttpHeaders.of(Map.of(), (name, value) -> true))))
                .hasSeconds(45);
    }
}
