package dev.flipswitch.sse;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Failure policy 13. RFC 9110, section 10.2.3. */
class RetryAfterTest {
    private static final String DATE = "Sun, 06 Nov 1994 08:49:37 GMT";

    private static Duration of(String retryAfter, String date) {
        return RetryAfter.in(
                HttpHeaders.of(Map.of("Retry-After", List.of(retryAfter), "Date", List.of(date)), (n, v) -> true));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "120, 120", "3600, 3600", "3601, 3600", "99999999999999999999999, 3600"})
    void takesSecondsUpToAnHour(String value, long seconds) {
        assertThat(of(value, DATE)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Sun, 06 Nov 1994 08:50:37 GMT", "Sun, 6 Nov 1994 08:50:37 GMT", "Sun Nov  6 08:50:37 1994"})
    void takesADateByTheServersOwnClock(String date) {
        assertThat(of(date, DATE)).isEqualTo(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Tuesday, 24-Nov-26 08:50:37 GMT", "Tue Nov 24 08:50:37 2026"})
    void takesTheObsoleteFormsOfADate(String date) {
        assertThat(of(date, "Tuesday, 24-Nov-26 08:49:37 GMT")).isEqualTo(Duration.ofMinutes(1));
        assertThat(of(date, "Tue Nov 24 08:49:37 2026")).isEqualTo(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Fri, 31 Dec 9999 23:59:59 GMT", "Sun, 06 Nov 1994 09:49:38 GMT"})
    void takesADateThatIsFarAwayForAnHour(String date) {
        assertThat(of(date, DATE)).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void takesADateByOurClockWhereTheServerShowsNone() {
        String inTenMinutes = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().plusSeconds(600).atOffset(ZoneOffset.UTC));
        assertThat(of(inTenMinutes, "")).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-1",
                "-99999999999999999999999",
                "+5",
                "0x10",
                "1.5",
                "1e3",
                "5 s",
                "\u0663",
                "soon",
                "Sun, 06 Nov 1994 08:48:37 GMT",
                "Sun, 99 Nov 1994 08:48:37 GMT"
            })
    void ignoresNonsenseAndThePast(String value) {
        assertThat(of(value, DATE)).isZero();
    }
}
