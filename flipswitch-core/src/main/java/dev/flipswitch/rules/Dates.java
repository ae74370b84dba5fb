package dev.flipswitch.rules;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads dates and times in ISO 8601, as people and machines write them. Stateless. */
final class Dates {

    private static final Pattern DATE =
            Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[Tt ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)"
                    + "(?:(?<=:..:..)[.,]([0-9]++))? ?([Zz]|[+-][0-9]{2}(?::?[0-9]{2}(?::?[0-9]{2})?)?))?");
    private static final int DATE_LENGTH = "2026-01-31".length();
    private static final int NANO_DIGITS = 9;

    private Dates() {}

    /** A date is its first moment in UTC; a time needs its offset. Null if the text is neither. */
    static @Nullable Instant read(String text) {
        if (!looksLikeADate(text)) { // most texts are none
            return null;
        }
        Matcher parts = DATE.matcher(text);
        try {
            return parts.matches() ? instant(parts) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Instant instant(Matcher parts) {
        LocalDate date = LocalDate.parse(parts.group(1));
        if (parts.group(2) == null) {
            return date.atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        LocalTime time = LocalTime.parse(parts.group(2)).withNano(nanos(parts.group(3)));
        return LocalDateTime.of(date, time).toInstant(offset(parts.group(4)));
    }

    /** What is finer than a nanosecond is left out. */
    private static int nanos(@Nullable String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "0".repeat(NANO_DIGITS)).substring(0, NANO_DIGITS));
    }

    private static ZoneOffset offset(String text) {
        return ZoneOffset.of(text.toUpperCase(Locale.ROOT)); // it knows Z, +01, +0100, +01:00, and those with seconds
    }

    private static boolean looksLikeADate(String text) {
        return text.length() >= DATE_LENGTH && text.charAt(4) == '-' && text.charAt(7) == '-';
    }
}
