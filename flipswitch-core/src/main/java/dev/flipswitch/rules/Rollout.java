package dev.flipswitch.rules;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A gradual rollout: the percentage of all targeting keys that each variant gets. What is left over goes to the last
 * variant without a percentage. No percentages at all mean that there is no rollout. Immutable.
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
        BigDecimal sum = sum(percentages);
        if (sum.compareTo(BigDecimal.valueOf(100)) > 0) {
            throw new InvalidFlagException("rollout", "must not exceed 100 percent in all, but adds up to " + sum);
        }
    }

    /**
     * What a variant gets.
     *
     * @param variant the variant's name
     * @param percentage more than 0
     */
    public record Share(String variant, BigDecimal percentage) {
        int buckets() {
            return percentage.movePointRight(DECIMALS).intValueExact();
        }
    }

    /**
     * What a flag starts with unless it is said otherwise: a boolean one that is enabled is to be on.
     *
     * @param flag which flag
     * @return 100 percent of the first variant that is true; no rollout if there is none
     */
    public static Rollout initial(FlagDefinition flag) {
        return flag.variants().entrySet().stream()
                .filter(variant -> variant.getValue().equals(true))
                .findFirst()
                .map(variant -> new Rollout(Map.of(variant.getKey(), BigDecimal.valueOf(100))))
                .orElse(NONE);
    }

    /**
     * Whether there is no rollout.
     *
     * @return whether it has no percentages at all
     */
    public boolean isNone() {
        return percentages.isEmpty();
    }

    /**
     * Who gets how much, in the order of the buckets: the given percentages in the order of the flag's variants, then
     * what is left over. Without a variant to take it, which {@link FlagConfiguration#checkPercentages} refuses but a
     * database of before may hold, it goes to the default variant.
     *
     * @param flag whose variants
     * @return the shares, 100 percent together
     */
    public List<Share> shares(FlagDefinition flag) {
        List<Share> shares = new ArrayList<>();
        for (String variant : flag.variants().keySet()) {
            BigDecimal percentage = percentages.getOrDefault(variant, BigDecimal.ZERO);
            if (percentage.signum() > 0) {
                shares.add(new Share(variant, percentage));
            }
        }
        if (leftOver().signum() > 0) {
            shares.add(new Share(rest(flag).orElse(flag.defaultVariant()), leftOver()));
        }
        return shares;
    }

    /** Refuses percentages that leave something over although each variant has its own. */
    void check(String field, FlagDefinition flag) {
        if (!isNone() && leftOver().signum() > 0 && rest(flag).isEmpty()) {
            throw new InvalidFlagException(
                    field,
                    "must make 100 percent, since each variant has its own, but adds up to " + sum(percentages) + ": "
                            + leftOver() + " percent are missing; give them to a variant, or leave out the percentage"
                            + " of the one that is to get what is left over");
        }
    }

    /**
     * The same for a flag whose variants are others now: nobody moves. Who has got what was left over keeps it, so that
     * variants that came get nothing of it; variants that went and got nothing are dropped.
     *
     * @throws InvalidFlagException if of those that are used only the variant went that gets what is left over
     */
    Rollout redefined(String field, FlagDefinition before, FlagDefinition after) {
        Map<String, BigDecimal> kept = new LinkedHashMap<>(percentages);
        kept.entrySet()
                .removeIf(share ->
                        share.getValue().signum() == 0 && !after.variants().containsKey(share.getKey()));
        if (!isNone() && leftOver().signum() > 0) {
            String rest = rest(before).orElse(before.defaultVariant());
            if (!after.variants().containsKey(rest) && after.variants().keySet().containsAll(kept.keySet())) {
                throw new InvalidFlagException(
                        field, "must be able to give the " + leftOver() + " percent left over to " + rest);
            }
            after.variants().keySet().stream()
                    .filter(variant -> !before.variants().containsKey(variant))
                    .forEach(variant -> kept.put(variant, BigDecimal.ZERO));
            if (kept.isEmpty()) { // or there would be no rollout any more
                kept.put(rest, leftOver());
            }
        }
        return kept.equals(percentages) ? this : new Rollout(kept);
    }

    private BigDecimal leftOver() {
        return BigDecimal.valueOf(100).subtract(sum(percentages));
    }

    /** Who gets what is left over; empty if each variant has its own percentage. */
    private Optional<String> rest(FlagDefinition flag) {
        return flag.variants().keySet().stream()
                .filter(variant -> !percentages.containsKey(variant))
                .reduce((one, later) -> later);
    }

    private static BigDecimal sum(Map<String, BigDecimal> percentages) {
        return percentages.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
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
