package dev.flipswitch;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Converts a flag's number to the type that it is asked for in. A number without a fraction is an integer, however it
 * is written, and no integer is rounded. All of Flipswitch's modules read numbers so. Stateless.
 */
public final class Numbers {
    private static final int DIGITS_OF_DOUBLES = 17;

    private Numbers() {}

    /**
     * A 32-bit integer.
     *
     * @param number a flag's value, or part of one
     * @return the same number; null if it has a fraction or does not fit
     */
    public static @Nullable Integer toInteger(Number number) {
        if (number instanceof Integer integer) {
            return integer;
        }
        Long whole = toLong(number);
        return whole != null && whole == whole.intValue() ? (Integer) whole.intValue() : null;
    }

    /**
     * A 64-bit integer.
     *
     * @param number a flag's value, or part of one
     * @return the same number; null if it has a fraction or does not fit
     */
    public static @Nullable Long toLong(Number number) {
        if (number instanceof Integer || number instanceof Long) {
            return number.longValue();
        }
        try {
            return new BigDecimal(number.toString()).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) { // the latter for NaN and infinity
            return null;
        }
    }

    /**
     * A 64-bit floating-point number. One with a fraction becomes the nearest.
     *
     * @param number a flag's value, or part of one
     * @return the same number; null if it is infinite, no number, or an integer that a double can only be near to. Beyond 64
     *     bits an integer of at most 17 digits before its zeros, as many as a double is written with, is that double
     */
    public static @Nullable Double toDouble(Number number) {
        double near = number.doubleValue();
        if (number instanceof Double || number instanceof Float || number instanceof Integer) {
            return Double.isFinite(near) ? (Double) near : null;
        }
        try {
            return isDouble(new BigDecimal(number.toString()), near) ? (Double) near : null;
        } catch (NumberFormatException e) { // a number of the application's that is written in its own way
            return null;
        }
    }

    private static boolean isDouble(BigDecimal number, double near) {
        if (!Double.isFinite(near)) {
            return false;
        }
        BigDecimal stripped = number.stripTrailingZeros();
        boolean hasFraction = stripped.scale() > 0;
        return hasFraction
                || (toLong(stripped) == null && stripped.precision() <= DIGITS_OF_DOUBLES)
                || new BigDecimal(near).compareTo(stripped) == 0;
    }
}
