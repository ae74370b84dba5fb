package dev.flipswitch.rules;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads dates and times in ISO 8601, as people and machines write them. Stateless. */
final class Dates {

    private static final Pattern DATE =
            Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[Tt ]([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?"
                    + "(?:(?<=:..:..)[.,]([0-9]++))? ?(?:[Zz]|([+-])([0-9]{2})(?::?([0-9]{2})(?::?([0-9]{2}))?)?))?");
    private static final int DATE_LENGTH = "2026-01-31".length();
    private static final int NANO_DIGITS = 9;
    private static final int MOST_OFFSET_SECONDS = ZoneOffset.MAX.getTotalSeconds();

    private Dates() {}

    /** A date is its first moment in UTC; a time needs its offset. Null if the text is neither. */
    static @Nullable Instant read(String text) {
        if (!looksLikeADate(text)) { // most texts are none
            return null;
        }
        Matcher parts = DATE.matcher(text);
        return parts.matches() ? instant(parts) : null;
    }

    /** Checks each part itself: an exception for each of a long list of bad dates takes a second. */
    private static @Nullable Instant instant(Matcher parts) {
        int year = number(parts, 1);
        int month = number(parts, 2);
        int day = number(parts, 3);
        int hour = number(parts, 4);
        int minute = number(parts, 5);
        int second = number(parts, 6);
        int offset = number(parts, 9) * 3600 + number(parts, 10) * 60 + number(parts, 11);
        if (month < 1
                || month > 12
                || day < 1
                || day > YearMonth.of(year, month).lengthOfMonth()
                || hour > 23
                || Math.max(minute, second) > 59
                || Math.max(number(parts, 10), number(parts, 11)) > 59
                || offset > MOST_OFFSET_SECONDS) {
            return null;
        }
        long local = LocalDateTime.of(year, month, day, hour, minute, second).toEpochSecond(ZoneOffset.UTC);
        return Instant.ofEpochSecond(
                "-".equals(parts.group(8)) ? local + offset : local - offset, nanos(parts.group(7)));
    }

    /** 0 where the text has no such part. */
    private static int number(Matcher parts, int group) {
        String digits = parts.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    /** What is finer than a nanosecond is left out. */
    private static int nanos(@Nullable String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "0".repeat(NANO_DIGITS)).substring(0, NANO_DIGITS));
    }

    private static boolean looksLikeADate(String text) {
        return text.length() >= DATE_LENGTH && text.charAt(4) == '-' && text.charAt(7) == '-';
    }
}
