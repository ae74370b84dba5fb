package dev.flipswitch.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-31T10:15:00.5Z",
                "2026-01-31T10:15:00,5Z",
                "2026-01-31t10:15:00.500z",
                "2026-01-31 10:15:00.5000000000000000000000000000000000000000009Z",
                "2026-01-31T11:15:00.5+01",
                "2026-01-31T11:15:00.5+0100",
                "2026-01-31T11:15:00.5+01:00",
                "2026-01-31 11:15:00.5 +0100",
                "2026-01-31T11:15:30.5+01:00:30",
                "2026-01-30T23:45:00.5-1030",
            })
    void readsAMomentHoweverItIsWritten(String text) {
        assertThat(Dates.read(text)).isEqualTo(Instant.parse("2026-01-31T10:15:00.500Z"));
    }

    @Test
    void readsADateAsItsFirstMomentInUtc() {
        assertThat(Dates.read("2026-01-31")).isEqualTo(Instant.parse("2026-01-31T00:00:00Z"));
        assertThat(Dates.read("2026-01-31T00:00-00:00")).isEqualTo(Instant.parse("2026-01-31T00:00:00Z"));
    }

    @Test
    void readsTheMostDistantOffsetsAndTheLeapDay() {
        assertThat(Dates.read("2024-02-29T12:00+18:00")).isEqualTo(Instant.parse("2024-02-28T18:00:00Z"));
        assertThat(Dates.read("2024-02-29T12:00-18")).isEqualTo(Instant.parse("2024-03-01T06:00:00Z"));
        assertThat(Dates.read("0000-02-29")).isEqualTo(Instant.parse("0000-02-29T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-00-31",
                "2026-13-31",
                "2026-01-00",
                "2026-02-29",
                "2026-02-30",
                "2026-01-31T24:00:00Z",
                "2026-01-31T10:60Z",
                "2026-01-31T10:15:60Z",
                "2026-01-31T10:15:00+01:60",
                "2026-01-31T10:15:00+01:00:60",
                "2026-01-31T10:15:00-18:00:01",
                "2026-1-31",
                "20260131",
                "2026-01-31T10:15:00",
                "2026-01-31T10:15:00+19",
                "2026-01-31T10:15:00+1",
                "2026-01-31T10:15:00 CET",
                "2026-01-31T10Z",
                "2026-01-31TZ",
                "2026-01-31Z",
                "2026-01-31T10:15:00Z ",
                "\u0662026-01-31",
            })
    void readsNothingElse(String text) {
        assertThat(Dates.read(text)).isNull();
    }
}
