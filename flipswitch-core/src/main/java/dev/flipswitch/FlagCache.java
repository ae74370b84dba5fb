package dev.flipswitch;

import dev.flipswitch.cache.EvaluationCache;
import dev.flipswitch.cache.Lookup;
import dev.flipswitch.cache.Refresher;
import dev.flipswitch.dispatch.ProviderThreads;
import dev.flipswitch.messages.Messages;
import dev.flipswitch.ofrep.BulkEvaluation;
import dev.flipswitch.ofrep.FlagEvaluator;
import dev.flipswitch.ofrep.OfrepEvaluation;
import dev.flipswitch.persistence.CacheFile;
import dev.flipswitch.persistence.CacheFileJson;
import dev.flipswitch.persistence.CachePersister;
import dev.flipswitch.persistence.CacheSnapshot;
import dev.flipswitch.persistence.CacheSnapshot.FlagInContext;
import dev.flipswitch.persistence.Fingerprints;
import dev.flipswitch.persistence.RestoredValues;
import dev.flipswitch.settings.ProviderSettings;
import dev.openfeature.sdk.exceptions.ProviderNotReadyError;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is known of flags: one by one, and all of them for one context. Values of an earlier run go into the cache when
 * they would be fetched, so that what the cache holds is found without a thought of them. Thread-safe.
 */
final class FlagCache {
    /** Evaluations of all flags are kept for one context where so many single ones are, and for a hundred at least. */
    private static final int SINGLES_FOR_A_BULK = 10;

    private static final int LEAST_BULK = 100;

    private final ProviderSettings settings;
    private final Admission server;
    private final int mostSingle;
    private final int mostBulk;
    private final EvaluationCache<OfrepEvaluation> single;
    private final EvaluationCache<BulkEvaluation> bulk;
    private final Refresher<OfrepEvaluation> refresher;
    private final RestoredValues<OfrepEvaluation> restoredSingle = new RestoredValues<>();
    private final RestoredValues<BulkEvaluation> restoredBulk = new RestoredValues<>();
    private final @Nullable CachePersister file;
    private final ProviderThreads threads;
    private volatile boolean serverAway;
    private volatile boolean closed;

    FlagCache(ProviderSettings settings, FlagEvaluator server, ProviderThreads threads, LongSupplier ticker) {
        this.settings = settings;
        this.threads = threads;
        Duration deadline = settings.evaluationTimeout();
        this.server = new Admission(server, threads, deadline, ticker);
        mostSingle = settings.cacheSize();
        mostBulk = Math.max(LEAST_BULK, mostSingle / SINGLES_FOR_A_BULK);
        single = new EvaluationCache<>(mostSingle, deadline, ticker, this::fetch);
        bulk = new EvaluationCache<>(mostBulk, deadline, ticker, this::fetchAll);
        Path path = settings.cacheFile();
        file = path == null
                ? null
                : new CachePersister(
                        new CacheFile(path, () -> Fingerprints.ofEnvironment(settings)),
                        threads,
                        this::lastValues,
                        this::restore);
        refresher = new Refresher<>(single, threads.loop());
    }

    Lookup<OfrepEvaluation> get(String flagKey, String contextJson) {
        if (closed) {
            return afterClose();
        }
        Lookup<OfrepEvaluation> found = single.get(flagKey, contextJson);
        return closed ? afterClose() : explained(found);
    }

    Lookup<BulkEvaluation> all(String contextJson) {
        if (closed) {
            return afterClose();
        }
        Lookup<BulkEvaluation> found = bulk.get(BulkEvaluation.ALL_FLAGS, contextJson);
        return closed ? afterClose() : explained(found);
    }

    /** With the server's name where it was silent: what a cache knows of that is the time only. */
    private <V> Lookup<V> explained(Lookup<V> found) {
        boolean silent = found instanceof Lookup.Missing<V> missing
                && (missing.cause() instanceof TimeoutException || missing.cause() instanceof CancellationException);
        return silent
                ? new Lookup.Missing<>(
                        new TimeoutException(Messages.noAnswerWithin(settings.baseUrl(), settings.evaluationTimeout())))
                : found;
    }

    /** What every look-up finds from the close on, those under way included. */
    static <V> Lookup<V> afterClose() {
        return new Lookup.Missing<>(new ProviderNotReadyError(Messages.usedAfterShutdown()));
    }

    boolean isClosed() {
        return closed;
    }

    private CompletableFuture<OfrepEvaluation> fetch(String flagKey, String contextJson) {
        return fetch(single, restoredSingle, flagKey, contextJson, () -> server.evaluate(flagKey, contextJson));
    }

    private CompletableFuture<BulkEvaluation> fetchAll(String all, String contextJson) {
        return fetch(bulk, restoredBulk, all, contextJson, () -> {
            BulkEvaluation known =
                    bulk.known(BulkEvaluation.ALL_FLAGS, contextJson).orElse(null);
            return server.evaluateAll(contextJson, known, null);
        });
    }

    /** Fetches a value; one of an earlier run is known meanwhile, and is enough while the server is away. */
    private <V> CompletableFuture<V> fetch(
            EvaluationCache<V> cache,
            RestoredValues<V> restored,
            String flagKey,
            String contextJson,
            Supplier<CompletableFuture<V>> ask) {
        if (closed) {
            return CompletableFuture.failedFuture(new ProviderNotReadyError(Messages.usedAfterShutdown()));
        }
        V earlier = restored.find(flagKey, contextJson);
        if (earlier != null) {
            cache.seed(flagKey, contextJson, earlier);
            if (serverAway) {
                return CompletableFuture.failedFuture(new IllegalStateException(Messages.serverAway()));
            }
        }
        CompletableFuture<V> answer = threads.untilShutdown(ask.get());
        if (file != null) {
            var unused = answer.whenComplete((value, failure) -> {
                if (value != null) {
                    restored.drop(flagKey, contextJson);
                    file.changed();
                }
            });
        }
        return answer;
    }

    void invalidate(String flagKey) {
        single.invalidate(flagKey);
        bulk.invalidateAll();
        refresher.refreshSoon();
    }

    void invalidateAll() {
        single.invalidateAll();
        bulk.invalidateAll();
        refresher.refreshSoon();
    }

    /**
     * Makes everything stale, as it is when the server is heard again.
     *
     * @param spread the time within which the background begins to fetch anew
     */
    void serverIsBack(Duration spread) {
        single.invalidateAll();
        bulk.invalidateAll();
        setServerAway(false); // not before: what was known would count as fresh for a moment
        refresher.refreshSoon(spread);
    }

    void setServerAway(boolean away) {
        serverAway = away;
        single.setSourceAway(away);
        bulk.setSourceAway(away);
        server.setServerAway(away);
    }

    boolean isEmpty() {
        return single.isEmpty() && bulk.isEmpty();
    }

    /** Begins to read the values of an earlier run, if a file keeps them. */
    void restore() {
        if (file != null) {
            file.read();
        }
    }

    /** Whether values of an earlier run are known. Waits for the file to be read, but for a second at most. */
    boolean isRestored() {
        return file != null && file.isRestored();
    }

    /** What an earlier run knew of single flags in a context. */
    Map<String, OfrepEvaluation> restoredIn(String contextJson) {
        Map<String, OfrepEvaluation> found = new HashMap<>();
        String fingerprint = Fingerprints.ofContext(contextJson);
        restoredSingle.left().forEach((key, value) -> {
            if (key.context().equals(fingerprint)) {
                found.put(key.flag(), value);
            }
        });
        return found;
    }

    private void restore(CacheSnapshot values) {
        restoredSingle.add(values.single());
        restoredBulk.add(values.bulk());
    }

    private CacheSnapshot lastValues() {
        return new CacheSnapshot(
                lastValues(single, restoredSingle, mostSingle, CacheFileJson::asKept),
                lastValues(bulk, restoredBulk, mostBulk, CacheFileJson::asKept));
    }

    /** What the cache holds, and what is left of an earlier run as far as there is room. */
    private static <V> Map<FlagInContext, V> lastValues(
            EvaluationCache<V> cache, RestoredValues<V> restored, int most, UnaryOperator<V> asKept) {
        Map<FlagInContext, V> left = restored.left(); // first: what is dropped from now on is in the cache
        Map<FlagInContext, V> values = new LinkedHashMap<>();
        cache.forEachKnown(
                known -> values.put(FlagInContext.of(known.flag(), known.context()), asKept.apply(known.value())));
        left.forEach((key, value) -> {
            if (values.size() < most) {
                values.putIfAbsent(key, value);
            }
        });
        return values;
    }

    /** Answers nothing more, and asks for nothing. Who waits is released when the provider's threads are shut down. */
    void close() {
        closed = true;
        refresher.close();
    }

    /** Lets the file keep what is known now. */
    void keep() {
        if (file != null) {
            file.close();
        }
    }
}
