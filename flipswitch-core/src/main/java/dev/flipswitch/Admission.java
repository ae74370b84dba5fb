package dev.flipswitch;

import dev.flipswitch.dispatch.ProviderThreads;
import dev.flipswitch.messages.Messages;
import dev.flipswitch.ofrep.BulkEvaluation;
import dev.flipswitch.ofrep.FlagEvaluator;
import dev.flipswitch.ofrep.OfrepEvaluation;
import dev.flipswitch.ofrep.OfrepException;
import dev.flipswitch.ofrep.Refetch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets as many questions to the server at a time as it answers: one more after each answer, half as many after each
 * failure. The others wait, until they are given up. Once the server answers none, one question at a time finds out
 * whether it does again, and all others fail at once. The same holds for the questions of one flag that all fail, and
 * for all once those of many flags fail or of some fail often. Thread-safe; no future is completed under the lock.
 */
final class Admission implements FlagEvaluator {
    private static final int FIRST_LIMIT = 64;
    private static final int MOST_UNDER_WAY = 256;
    private static final int MOST_WAITING = 10_000;
    private static final int MOST_FAILURES = 5;
    private static final int MOST_FAILURES_OF_FLAGS = 25;
    private static final int MOST_FAILING = 1000;
    private static final Duration DOUBT = Duration.ofMillis(250);
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private enum State {
        OPEN,
        /** The server is said to be away: the first answer, or its lack, decides. */
        IN_DOUBT,
        SHUT
    }

    private enum Outcome {
        ANSWERED,
        FAILED,
        /** Questions of other flags may be answered. */
        FAILED_FOR_ITS_FLAG,
        NEITHER
    }

    private final FlagEvaluator server;
    private final ProviderThreads threads;
    private final long timeoutNanos;
    private final LongSupplier ticker;
    private final Object lock = new Object();

    // guarded by the lock
    private final Set<Asking<?>> waiting = new LinkedHashSet<>();
    private final Map<String, Failing> failing = new LinkedHashMap<>(); // by flag
    private int failuresOfFlags; // since the last answer, five of each at most
    private State state = State.OPEN;
    private int limit = FIRST_LIMIT;
    private int underWay;
    private int failures;
    private int epoch; // counts how often the server came back
    private @Nullable Asking<?> probe;
    private long nextProbeAtNanos;
    private Throwable reason = new IllegalStateException(Messages.serverAway());

    /** A flag whose questions have failed since one was answered. Guarded by the lock. */
    private static final class Failing {
        private int failures;
        private long nextProbeAtNanos;
        private Throwable reason;

        Failing(Throwable reason) {
            this.reason = reason;
        }

        boolean isShut() {
            return failures >= MOST_FAILURES;
        }
    }

    /** A question, and who waits for its answer. */
    private final class Asking<T> {
        private final String flag;
        private final Supplier<CompletableFuture<T>> question;
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private int begunInEpoch;

        Asking(String flag, Supplier<CompletableFuture<T>> question) {
            this.flag = flag;
            this.question = question;
        }

        void begin() {
            long beganAtNanos = ticker.getAsLong();
            CompletableFuture<T> asked = ask();
            var unusedAsked = asked.whenComplete((value, failure) -> {
                Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
                boolean late = ticker.getAsLong() - beganAtNanos >= timeoutNanos / 2;
                ended(this, cause, outcome(cause, late));
                if (cause == null) {
                    answer.complete(value);
                } else {
                    answer.completeExceptionally(cause);
                }
            });
            var unusedAnswer = answer.whenComplete((value, failure) -> asked.cancel(true));
        }

        private CompletableFuture<T> ask() {
            try {
                return question.get();
            } catch (RuntimeException | Error e) { // whatever it is, its place is to be given back
                return CompletableFuture.failedFuture(e);
            }
        }
    }

    Admission(FlagEvaluator server, ProviderThreads threads, Duration timeout, LongSupplier ticker) {
        this.server = server;
        this.threads = threads;
        this.timeoutNanos = timeout.toNanos();
        this.ticker = ticker;
    }

    @Override
    public CompletableFuture<OfrepEvaluation> evaluate(String flagKey, String contextJson) {
        return admit(new Asking<>(flagKey, () -> server.evaluate(flagKey, contextJson)));
    }

    @Override
    public CompletableFuture<BulkEvaluation> evaluateAll(
            String contextJson, @Nullable BulkEvaluation known, @Nullable Refetch refetch) {
        return admit(new Asking<>(BulkEvaluation.ALL_FLAGS, () -> server.evaluateAll(contextJson, known, refetch)));
    }

    /** Says whether the server is known to be away; that it is back lets everything through again. */
    void setServerAway(boolean away) {
        List<Asking<?>> next;
        synchronized (lock) {
            if (!away) {
                epoch++;
                failures = 0;
                failing.clear();
                failuresOfFlags = 0;
                limit = Math.max(limit, FIRST_LIMIT);
                state = State.OPEN;
            } else if (state == State.OPEN) {
                state = State.IN_DOUBT;
            }
            next = next();
        }
        next.forEach(Asking::begin);
    }

    private <T> CompletableFuture<T> admit(Asking<T> asking) {
        List<Asking<?>> next;
        Throwable refusal = null;
        synchronized (lock) {
            boolean probeIsDue = probe == null && ticker.getAsLong() - nextProbeAtNanos >= 0;
            if ((state == State.SHUT && !probeIsDue) || waiting.size() >= MOST_WAITING) {
                refusal = reason;
            } else {
                refusal = state == State.OPEN ? refusalOf(asking.flag) : null;
            }
            if (refusal == null) {
                waiting.add(asking);
            }
            next = next();
        }
        if (refusal != null) {
            return CompletableFuture.failedFuture(refusal);
        }
        next.forEach(Asking::begin);
        var unused = asking.answer.whenComplete((value, failure) -> {
            synchronized (lock) {
                waiting.remove(asking); // nobody waits for it any more
            }
        });
        return asking.answer;
    }

    /** One question of a flag that fails finds out in a second whether it does still. */
    private @Nullable Throwable refusalOf(String flag) {
        Failing known = failing.get(flag);
        if (known == null || !known.isShut()) {
            return null;
        }
        long now = ticker.getAsLong();
        if (now - known.nextProbeAtNanos < 0) {
            return known.reason;
        }
        known.nextProbeAtNanos = now + PAUSE_NANOS;
        return null;
    }

    /** Takes out what is to begin now. */
    private List<Asking<?>> next() {
        List<Asking<?>> next = new ArrayList<>();
        while (!waiting.isEmpty() && (state == State.OPEN ? underWay < limit : probe == null)) {
            Asking<?> first = waiting.iterator().next();
            waiting.remove(first);
            first.begunInEpoch = epoch;
            underWay++;
            if (state != State.OPEN) {
                probe = first;
                if (state == State.IN_DOUBT) {
                    threads.after(DOUBT, () -> decide(first));
                }
            }
            next.add(first);
        }
        return next;
    }

    /** The first question since the server is said to be away takes its time: nobody else waits for it. */
    private void decide(Asking<?> first) {
        List<Asking<?>> refused = List.of();
        synchronized (lock) {
            if (state == State.IN_DOUBT && probe == first) {
                refused = shut();
            }
        }
        refuse(refused);
    }

    private void ended(Asking<?> asking, @Nullable Throwable cause, Outcome outcome) {
        List<Asking<?>> refused = List.of();
        List<Asking<?>> next;
        synchronized (lock) {
            underWay--;
            probe = probe == asking ? null : probe;
            if (outcome == Outcome.ANSWERED) {
                failing.remove(asking.flag);
                failuresOfFlags = 0;
                failures = 0;
                limit = Math.min(limit + 1, MOST_UNDER_WAY);
                state = State.OPEN;
            } else if (cause == null || outcome == Outcome.NEITHER || asking.begunInEpoch != epoch) {
                // says nothing of the server as it is now
            } else if (outcome == Outcome.FAILED_FOR_ITS_FLAG && state == State.OPEN) {
                refused = failed(asking.flag, cause);
            } else {
                reason = cause;
                limit = Math.max(limit / 2, 1);
                failures++;
                if (state != State.OPEN || failures >= MOST_FAILURES) {
                    refused = shut();
                }
            }
            next = next();
        }
        refuse(refused);
        next.forEach(Asking::begin);
    }

    /** Returns who waited and is refused now. */
    private List<Asking<?>> failed(String flag, Throwable cause) {
        Failing known = failing.computeIfAbsent(flag, first -> new Failing(cause));
        known.reason = cause;
        if (failing.size() > MOST_FAILING) {
            failing.remove(failing.keySet().iterator().next());
        }
        if (++known.failures > MOST_FAILURES) {
            return List.of();
        }
        reason = cause;
        known.nextProbeAtNanos = ticker.getAsLong() + PAUSE_NANOS;
        if (++failuresOfFlags >= MOST_FAILURES_OF_FLAGS) {
            return shut();
        }
        if (!known.isShut()) {
            return List.of();
        }
        List<Asking<?>> ofFlag =
                waiting.stream().filter(other -> other.flag.equals(flag)).toList();
        ofFlag.forEach(waiting::remove);
        return ofFlag;
    }

    private List<Asking<?>> shut() {
        state = State.SHUT;
        nextProbeAtNanos = ticker.getAsLong() + PAUSE_NANOS;
        List<Asking<?>> refused = List.copyOf(waiting);
        waiting.clear();
        return refused;
    }

    private void refuse(List<Asking<?>> refused) {
        Throwable cause;
        synchronized (lock) {
            cause = reason;
        }
        refused.forEach(asking -> asking.answer.completeExceptionally(cause));
    }

    private static Outcome outcome(@Nullable Throwable cause, boolean late) {
        if (cause == null) {
            return Outcome.ANSWERED;
        }
        if (cause instanceof CancellationException) { // given up
            return late ? Outcome.FAILED : Outcome.NEITHER;
        }
        return cause instanceof OfrepException answer && !answer.concernsEveryone()
                ? Outcome.FAILED_FOR_ITS_FLAG
                : Outcome.FAILED;
    }
}
