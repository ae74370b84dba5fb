package dev.flipswitch.rules;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A gradual rollout: the percentage of all targeting keys that each variant gets. No percentages at all mean that
 * there is no rollout. Immutable.
 *
 * @param percentages percentages by the name of their variant, each with at most three decimals
 */
public record Rollout(Map<String, BigDecimal> percentages) {

    /** No rollout. */
    public static final Rollout NONE = new Rollout(Map.of());

    /** So many buckets make 100 %. */
    static final int BUCKETS = 100_000;

    private static final int DECIMALS = 3;

    /**
     * Checks and copies.
     *
     * @throws InvalidFlagException if a percentage is out of range or too fine, or if they exceed 100 together
     */
    public Rollout {
        percentages.forEach(Rollout::check);
        percentages = normalized(percentages);
        BigDecimal sum = percentages.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        if (sum.compareTo(BigDecimal.valueOf(100)) > 0) {
            throw new InvalidFlagException("rollout", "must not exceed 100 percent in all, but adds up to " + sum);
        }
    }

    /** Whether there is no rollout. */
    boolean isNone() {
        return percentages.isEmpty();
    }

    /** How many buckets a variant gets by its own percentage. */
    int buckets(String variant) {
        return percentages
                .getOrDefault(variant, BigDecimal.ZERO)
                .movePointRight(DECIMALS)
                .intValueExact();
    }

    /** Equal percentages are to be equal however many zeros they were written with. */
    private static Map<String, BigDecimal> normalized(Map<String, BigDecimal> percentages) {
        Map<String, BigDecimal> normalized = new LinkedHashMap<>();
        percentages.forEach((variant, percentage) -> {
            BigDecimal stripped = percentage.signum() == 0 ? BigDecimal.ZERO : percentage.stripTrailingZeros();
            normalized.put(variant, stripped.setScale(Math.max(stripped.scale(), 0)));
        });
        return Collections.unmodifiableMap(normalized);
    }

    private static void check(String variant, BigDecimal percentage) {
        // the sign and the size first: stripping zeros or moving the point of 1E+999999999 would take forever
        if (percentage.signum() < 0 || percentage.compareTo(BigDecimal.valueOf(100)) > 0) {
            throw new InvalidFlagException("rollout." + variant, "must be a percentage from 0 to 100");
        }
        if (percentage.signum() > 0 && percentage.stripTrailingZeros().scale() > DECIMALS) {
            throw new InvalidFlagException("rollout." + variant, "must have at most three decimals");
        }
    }
}
