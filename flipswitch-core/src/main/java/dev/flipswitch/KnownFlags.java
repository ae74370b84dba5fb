package dev.flipswitch;

import dev.flipswitch.cache.EvaluationCache;
import dev.flipswitch.cache.Lookup;
import dev.flipswitch.cache.Refresher;
import dev.flipswitch.ofrep.BulkEvaluation;
import dev.flipswitch.ofrep.Evaluation;
import dev.flipswitch.ofrep.FlagEvaluator;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** What is known of flags: one by one, and all of them for one context. Thread-safe. */
final class KnownFlags {
    /** For how many contexts the evaluations of all flags are kept. */
    private static final int MOST_BULK = 100;

    /** Stands for all flags where a flag's key is asked for. */
    private static final String ALL = "";

    private final EvaluationCache<Evaluation> single;
    private final EvaluationCache<BulkEvaluation> bulk;
    private final Refresher<Evaluation> refresher;

    KnownFlags(ProviderSettings settings, FlagEvaluator server, ProviderThreads threads, LongSupplier ticker) {
        Duration deadline = settings.evaluationTimeout();
        single = new EvaluationCache<>(settings.cacheSize(), deadline, ticker, server::evaluate);
        bulk = new EvaluationCache<>(MOST_BULK, deadline, ticker, (all, context) -> evaluateAll(server, context));
        refresher = new Refresher<>(single, threads.loop());
    }

    private CompletableFuture<BulkEvaluation> evaluateAll(FlagEvaluator server, String contextJson) {
        return server.evaluateAll(contextJson, bulk.known(ALL, contextJson).orElse(null), null);
    }

    Lookup<Evaluation> get(String flagKey, String contextJson) {
        return single.get(flagKey, contextJson);
    }

    Lookup<BulkEvaluation> all(String contextJson) {
        return bulk.get(ALL, contextJson);
    }

    void invalidate(String flagKey) {
        single.invalidate(flagKey);
        bulk.invalidateAll();
        refresher.refreshSoon();
    }

    /**
     * Makes everything stale.
     *
     * @param spread the time within which the background begins to fetch anew
     */
    void invalidateAll(Duration spread) {
        single.invalidateAll();
        bulk.invalidateAll();
        refresher.refreshSoon(spread);
    }

    void setServerAway(boolean away) {
        single.setSourceAway(away);
        bulk.setSourceAway(away);
    }

    boolean isEmpty() {
        return single.isEmpty() && bulk.isEmpty();
    }

    /** Whether values of an earlier run are known. */
    boolean isRestored() {
        return false;
    }

    void close() {
        refresher.close();
    }
}
