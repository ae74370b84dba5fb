package dev.flipswitch.sse;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code Retry-After}. A date is compared with the server's own {@code Date} where there is one, so that our
 * clock does not matter. RFC 9110, sections 5.6.7 and 10.2.3.
 */
final class RetryAfter {
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int MOST_DIGITS = 9;

    /** The three forms of a date that HTTP knows, two of them obsolete. */
    private static final List<DateTimeFormatter> DATES = List.of(
            DateTimeFormatter.RFC_1123_DATE_TIME,
            DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss 'GMT'", Locale.US)
                    .withZone(ZoneOffset.UTC),
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.US).withZone(ZoneOffset.UTC));

    private RetryAfter() {}

    /** What the headers ask for, an hour at most; zero if they ask for nothing, or for nonsense. */
    static Duration in(HttpHeaders headers) {
        String value = headers.firstValue("Retry-After").orElse("").strip();
        if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return value.length() > MOST_DIGITS ? LONGEST : bounded(Duration.ofSeconds(Long.parseLong(value)));
        }
        Instant date = date(value);
        if (date == null) {
            return Duration.ZERO;
        }
        Instant now = date(headers.firstValue("Date").orElse("").strip());
        return bounded(Duration.between(now == null ? Instant.now() : now, date));
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    private static @Nullable Instant date(String value) {
        for (DateTimeFormatter format : DATES) {
            try {
                return Instant.from(format.parse(value));
            } catch (DateTimeParseException e) {
                // perhaps one of the others
            }
        }
        return null;
    }
}
