package dev.flipswitch.server.api.ofrep;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much a context may hold. Each condition of each rule goes through a whole text, or a whole list, so that what is no
 * trouble to send would take seconds to evaluate. For one context and one thread.
 */
final class ContextLimits {

    static final int LIST_ELEMENTS = 1_000;

    /** Of a text, or of all that is in a list; a number's digits count as well. */
    static final int CHARACTERS = 40_000;

    /** Attributes, members and elements on all levels. */
    static final int VALUES = 10_000;

    private static final int SHOWN = 100;
    private static final double DIGITS_PER_BIT = Math.log10(2);

    private int values;

    /** Of the fault; put together on the way back, so that a context without one costs nothing for it. */
    private final Deque<String> place = new ArrayDeque<>();

    private ContextLimits() {}

    /** What is too much, with its place and the limit; empty if nothing is. */
    static Optional<String> fault(Map<?, ?> context) {
        ContextLimits limits = new ContextLimits();
        String fault = limits.inMembers(context);
        return fault == null
                ? Optional.empty()
                : Optional.of(
                        shown("context" + String.join("", limits.place)) + fault + "; send only what rules ask for");
    }

    private @Nullable String in(@Nullable Object value) {
        if (value instanceof Map<?, ?> members) {
            return inMembers(members);
        }
        return value instanceof List<?> list ? inList(list) : tooLong(characters(value));
    }

    private @Nullable String inMembers(Map<?, ?> members) {
        String fault = tooMany(members.size());
        if (fault != null) {
            return fault;
        }
        for (Map.Entry<?, ?> member : members.entrySet()) {
            fault = in(member.getValue());
            if (fault != null) {
                place.addFirst("." + member.getKey());
                return fault;
            }
        }
        return null;
    }

    private @Nullable String inList(List<?> list) {
        if (list.size() > LIST_ELEMENTS) {
            return " has " + list.size() + " elements, and a list may have at most " + LIST_ELEMENTS;
        }
        String fault = tooMany(list.size());
        if (fault != null) {
            return fault;
        }
        long characters = 0;
        for (int i = 0; i < list.size(); i++) {
            fault = in(list.get(i));
            if (fault != null) {
                place.addFirst("[" + i + "]");
                return fault;
            }
            characters += characters(list.get(i));
        }
        return tooLong(characters);
    }

    private @Nullable String tooMany(int more) {
        values += more;
        return values > VALUES
                ? " is too much: a context may have at most " + VALUES + " attributes, members and elements in all"
                : null;
    }

    private static @Nullable String tooLong(long characters) {
        return characters > CHARACTERS
                ? " has " + characters + " characters, and a text, or all of a list, may have at most " + CHARACTERS
                : null;
    }

    private static long characters(@Nullable Object value) {
        if (value instanceof String text) {
            return text.length();
        }
        if (value instanceof BigDecimal decimal) {
            return digits(decimal.unscaledValue());
        }
        return value instanceof BigInteger whole ? digits(whole) : 0;
    }

    /** About as many as there are: to count them would take long. */
    private static long digits(BigInteger number) {
        return (long) (number.bitLength() * DIGITS_PER_BIT);
    }

    /** A name may be as long as the context. */
    private static String shown(String place) {
        return place.length() <= SHOWN ? place : place.substring(0, SHOWN) + "…";
    }
}
