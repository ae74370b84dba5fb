package dev.flipswitch.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What is served once it is clear by which part of a flag. Immutable. */
interface VariantSelector {

    Evaluation to(EvaluationState subject);

    /**
     * Deals variants out. Their ranges of buckets follow each other in the order of the shares.
     *
     * @param flag whose variants
     * @param rollout their percentages
     * @param served what a variant is served as
     * @param keyMissing what comes of it without a targeting key
     */
    static VariantSelector split(
            FlagDefinition flag, Rollout rollout, Function<String, Evaluation> served, Evaluation keyMissing) {
        List<Evaluation> results = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        int end = 0;
        for (Rollout.Share share : rollout.shares(flag)) {
            end += share.buckets();
            ends.add(end);
            results.add(served.apply(share.variant()));
        }
        return results.stream().allMatch(results.get(0)::equals)
                ? subject -> results.get(0)
                : new Split(
                        new Bucket(flag.key()), ends.stream().mapToInt(i -> i).toArray(), results, keyMissing);
    }

    /** Chooses by the targeting key. Immutable. */
    final class Split implements VariantSelector {

        private final Bucket bucket;
        private final int[] ends;
        private final List<Evaluation> results;
        private final Evaluation keyMissing;

        private Split(Bucket bucket, int[] ends, List<Evaluation> results, Evaluation keyMissing) {
            this.bucket = bucket;
            this.ends = ends;
            this.results = results;
            this.keyMissing = keyMissing;
        }

        @Override
        public Evaluation to(EvaluationState subject) {
            byte[] key = subject.targetingKey();
            if (key == null) {
                return keyMissing;
            }
            int own = bucket.of(key);
            int i = 0;
            while (own >= ends[i]) {
                i++;
            }
            return results.get(i);
        }
    }
}
