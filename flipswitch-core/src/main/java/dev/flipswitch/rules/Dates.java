package dev.flipswitch.rules;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Reads dates and times in ISO 8601. Stateless. */
final class Dates {

    private static final int DATE_LENGTH = "2026-01-31".length();
    private static final int MAX_LENGTH = 40;

    private Dates() {}

    /** A date is its first moment in UTC; a time needs its offset. Null if the text is neither. */
    static @Nullable Instant read(String text) {
        if (!looksLikeADate(text)) { // an exception costs more than a look
            return null;
        }
        try {
            return text.length() == DATE_LENGTH
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static boolean looksLikeADate(String text) {
        return text.length() >= DATE_LENGTH
                && text.length() <= MAX_LENGTH
                && text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && Character.isDigit(text.charAt(0))
                && (text.length() == DATE_LENGTH || text.charAt(DATE_LENGTH) == 'T');
    }
}
