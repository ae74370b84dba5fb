package dev.flipswitch.update;

import dev.flipswitch.dispatch.ProviderThreads;
import dev.flipswitch.ofrep.BulkEvaluation;
import dev.flipswitch.ofrep.FlagEvaluator;
import dev.flipswitch.ofrep.OfrepEvaluation;
import dev.flipswitch.ofrep.Refetch;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All flags as they last were in the application's own context, to see which have changed since. Its state belongs to
 * the loop, on which {@link #compare} must be called and its result completes.
 */
public final class BulkSnapshot {
    /** For the first answer, which a server that has just started needs longer for; no evaluation waits for it. */
    private static final Duration FIRST_TIMEOUT = Duration.ofSeconds(10);

    private final Supplier<String> context;
    private final FlagEvaluator server;
    private final ProviderThreads threads;
    private final Duration timeout;

    private volatile List<URI> eventStreams = List.of();
    private @Nullable BulkEvaluation last;
    private String lastContext = "";
    private int questions;
    private int lastAnswered;
    private @Nullable CompletableFuture<SnapshotDiff> first; // what was asked first, until it is answered

    public BulkSnapshot(Supplier<String> context, FlagEvaluator server, ProviderThreads threads, Duration timeout) {
        this.context = context;
        this.server = server;
        this.threads = threads;
        this.timeout = timeout;
    }

    /** The OFREP event streams that the server offers, as far as is known. May be called from any thread. */
    List<URI> eventStreams() {
        return eventStreams;
    }

    /** What the server answered last; empty if it has not yet. On the loop. */
    public Map<String, OfrepEvaluation> flags() {
        return last == null ? Map.of() : last.flags();
    }

    /** The application's context. May be called from any thread. */
    public String contextJson() {
        return context.get();
    }

    /** Has the next question answered in full. On the loop. */
    public void forgetTag() {
        if (last != null) {
            last = new BulkEvaluation(last.flags(), null, last.eventStreams());
        }
    }

    /** Asks the server, or waits with who asks it for the first time. */
    CompletableFuture<SnapshotDiff> poll() {
        CompletableFuture<SnapshotDiff> underWay = first;
        return underWay == null || underWay.isDone() ? askPatiently() : underWay;
    }

    /** Asks the server anew, with more time until it has answered for the first time. */
    public CompletableFuture<SnapshotDiff> askPatiently() {
        return compare(null, last == null && timeout.compareTo(FIRST_TIMEOUT) < 0 ? FIRST_TIMEOUT : timeout);
    }

    /**
     * Asks the server anew. Once the provider is shut down, there is no result.
     *
     * @param refetch what an event stream said of the newest state, or null
     */
    public CompletableFuture<SnapshotDiff> compare(@Nullable Refetch refetch) {
        return compare(refetch, timeout);
    }

    private CompletableFuture<SnapshotDiff> compare(@Nullable Refetch refetch, Duration patience) {
        int question = ++questions;
        String contextJson = context.get();
        if (!contextJson.equals(lastContext)) {
            forgetTag(); // it is of other values
            lastContext = contextJson;
        }
        CompletableFuture<BulkEvaluation> asked =
                threads.within(patience, server.evaluateAll(contextJson, last, refetch));
        CompletableFuture<SnapshotDiff> answer =
                asked.handleAsync((now, failure) -> compared(question, now, failure), threads::onLoop);
        if (last == null) {
            first = answer;
        }
        return answer;
    }

    private SnapshotDiff compared(int question, @Nullable BulkEvaluation now, @Nullable Throwable failure) {
        if (now == null) {
            throw new CompletionException(failure);
        }
        if (question < lastAnswered) {
            return SnapshotDiff.UNCHANGED; // overtaken by a later question, whose asker knows
        }
        lastAnswered = question;
        SnapshotDiff comparison = SnapshotDiff.of(last, now);
        last = now;
        eventStreams = now.eventStreams();
        return comparison;
    }
}
