package dev.flipswitch;

import dev.flipswitch.ofrep.BulkEvaluation;
import dev.flipswitch.ofrep.Evaluation;
import dev.flipswitch.ofrep.FlagEvaluator;
import dev.flipswitch.ofrep.Refetch;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.ImmutableMetadata;
import dev.openfeature.sdk.Reason;
import dev.openfeature.sdk.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Flags with the same value for everybody, in place of a server. Thread-safe. */
final class OfflineFlags implements FlagEvaluator {
    private final BulkEvaluation all;

    OfflineFlags(Map<String, Value> values) {
        Map<String, Evaluation> flags = new HashMap<>();
        values.forEach((key, value) -> flags.put(
                key,
                new Evaluation.Resolved(
                        value,
                        null,
                        Reason.STATIC.name(),
                        ImmutableMetadata.builder().build())));
        all = new BulkEvaluation(flags, null, List.of());
    }

    @Override
    public CompletableFuture<Evaluation> evaluate(String flagKey, String contextJson) {
        Evaluation evaluation = all.flags().get(flagKey);
        return CompletableFuture.completedFuture(
                evaluation == null
                        ? new Evaluation.Failed(ErrorCode.FLAG_NOT_FOUND, Messages.notOffline(flagKey))
                        : evaluation);
    }

    @Override
    public CompletableFuture<BulkEvaluation> evaluateAll(
            String contextJson, @Nullable BulkEvaluation known, @Nullable Refetch refetch) {
        return CompletableFuture.completedFuture(all);
    }
}
