package dev.flipswitch.offline;

import dev.flipswitch.messages.Messages;
import dev.flipswitch.ofrep.BulkEvaluation;
import dev.flipswitch.ofrep.FlagEvaluator;
import dev.flipswitch.ofrep.FlagStructure;
import dev.flipswitch.ofrep.OfrepEvaluation;
import dev.flipswitch.ofrep.Refetch;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.ImmutableMetadata;
import dev.openfeature.sdk.Reason;
import dev.openfeature.sdk.Value;
import dev.openfeature.sdk.exceptions.OpenFeatureError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Flags with the same value for everybody, in place of a server. Thread-safe. */
public final class OfflineFlags implements FlagEvaluator {
    private static final String CODE = "the application's code";
    private static final ImmutableMetadata NO_METADATA =
            ImmutableMetadata.builder().build();

    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private volatile BulkEvaluation all;
    private final String origin;

    /** Flags and, for the log, where they are from. */
    OfflineFlags(Map<String, Value> values, String origin) {
        Map<String, OfrepEvaluation> flags = new HashMap<>();
        values.forEach((key, value) -> flags.put(key, evaluation(value)));
        all = new BulkEvaluation(flags, null, List.of());
        this.origin = origin;
    }

    /**
     * Flags that the application's code gives.
     *
     * @throws IllegalArgumentException if a value is of no type that a flag can have
     */
    public static OfflineFlags of(Map<String, ?> given) {
        Map<String, Value> values = new HashMap<>();
        given.forEach((key, value) -> values.put(key, toValue(key, value)));
        return new OfflineFlags(values, CODE);
    }

    private static OfrepEvaluation evaluation(Value value) {
        return new OfrepEvaluation.Resolved(value, null, Reason.STATIC.name(), NO_METADATA);
    }

    /** Sets a flag, or removes it where there is no value, and announces it unless it was so before. */
    public void set(String key, @Nullable Value value) {
        synchronized (listeners) {
            Map<String, OfrepEvaluation> flags = new HashMap<>(all.flags());
            OfrepEvaluation now = value == null ? null : evaluation(value);
            OfrepEvaluation before = now == null ? flags.remove(key) : flags.put(key, now);
            if (Objects.equals(before, now)) {
                return;
            }
            all = new BulkEvaluation(flags, null, List.of());
        }
        listeners.forEach(listener -> listener.accept(key));
    }

    public void addListener(Consumer<String> listener) {
        listeners.add(listener);
    }

    public void removeListener(Consumer<String> listener) {
        listeners.remove(listener);
    }

    public static Value toValue(String key, @Nullable Object given) {
        if (given == null) {
            throw new IllegalArgumentException(Messages.badOfflineValue(key, CODE, "null"));
        }
        try {
            return FlagStructure.in(Value.objectToValue(given));
        } catch (OpenFeatureError e) {
            throw new IllegalArgumentException(
                    Messages.badOfflineValue(key, CODE, given.getClass().getName()), e);
        }
    }

    public int size() {
        return all.flags().size();
    }

    public String origin() {
        return origin;
    }

    @Override
    public CompletableFuture<OfrepEvaluation> evaluate(String flagKey, String contextJson) {
        OfrepEvaluation evaluation = all.flags().get(flagKey);
        return CompletableFuture.completedFuture(
                evaluation == null
                        ? new OfrepEvaluation.Failed(
                                ErrorCode.FLAG_NOT_FOUND, Messages.notOffline(flagKey), NO_METADATA)
                        : evaluation);
    }

    @Override
    public CompletableFuture<BulkEvaluation> evaluateAll(
            String contextJson, @Nullable BulkEvaluation known, @Nullable Refetch refetch) {
        return CompletableFuture.completedFuture(all);
    }
}
