package dev.flipswitch.ofrep;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Who evaluates flags: a server that is asked, or something that stands in for one. Thread-safe; no call blocks. A future
 * that is cancelled lets go of what it holds; deadlines are the caller's.
 */
public interface FlagEvaluator {

    /**
     * Evaluates one flag.
     *
     * @param flagKey the flag
     * @param contextJson the context, from {@link ContextJson}
     * @return the answer; fails with {@link OfrepException} if there is none
     */
    CompletableFuture<OfrepEvaluation> evaluate(String flagKey, String contextJson);

    /**
     * Evaluates all flags.
     *
     * @param contextJson the context, from {@link ContextJson}
     * @param known the answer to the same question that is known already, so that an unchanged one needs not be sent; or
     *     null
     * @param refetch what an event stream said of the newest state, or null
     * @return the answer: {@code known} itself if nothing has changed since; fails with {@link OfrepException} if there
     *     is none
     */
    CompletableFuture<BulkEvaluation> evaluateAll(
            String contextJson, @Nullable BulkEvaluation known, @Nullable Refetch refetch);
}
