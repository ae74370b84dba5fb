package dev.flipswitch;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a flag's number is in the types that it can be asked for in: a number without a fraction is an integer, however it
 * is written, and no integer is rounded. All of Flipswitch's modules read numbers so. Stateless.
 */
public final class Numbers {
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
     * A 64-bit floating-point number.
     *
     * @param number a flag's value, or part of one
     * @return the same number; null if it is infinite, no number, or an integer that a double can only be near to
     */
    public static @Nullable Double toDouble(Number number) {
        double near = number.doubleValue();
        boolean exact = !(number instanceof Long)
                || new BigDecimal(near).compareTo(BigDecimal.valueOf(number.longValue())) == 0;
        return exact && Double.isFinite(near) ? (Double) near : null;
    }
}
