package dev.flipswitch;

import dev.flipswitch.dispatch.ProviderThreads;
import dev.flipswitch.messages.LogLimit;
import dev.flipswitch.messages.Messages;
import dev.flipswitch.ofrep.BulkEvaluation;
import dev.flipswitch.ofrep.FlagEvaluator;
import dev.flipswitch.ofrep.OfrepEvaluation;
import dev.flipswitch.ofrep.OfrepException;
import dev.flipswitch.ofrep.Refetch;
import dev.flipswitch.settings.ProviderSettings;
import dev.flipswitch.update.BulkSnapshot;
import dev.flipswitch.update.Update;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Notes which questions the server does not answer as it should, whoever asked them, and says so once. It asks one of
 * them again now and then until all are answered. An outage, in which nothing is answered, is not its concern.
 * Thread-safe.
 */
final class EvaluationWatch implements FlagEvaluator {
    private static final System.Logger LOG = System.getLogger(EvaluationWatch.class.getName());

    private static final int MOST_REFUSED = 100;
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int MOST_TICKS = 32;

    private final FlagEvaluator server;
    private final ProviderThreads threads;
    private final Duration timeout;
    private final String baseUrl;
    private final LogLimit lines = new LogLimit();
    private final AtomicBoolean inDoubt = new AtomicBoolean();
    private final Map<String, Refusal> refused = Collections.synchronizedMap(new LinkedHashMap<>()); // by flag
    private final AtomicLong answers = new AtomicLong();
    private volatile @Nullable UpdateHandler handler;
    private volatile @Nullable BulkSnapshot application;
    private volatile @Nullable String lastAsked;

    // confined to the loop
    private boolean reported;
    private boolean logged; // since all were answered
    private boolean toldListener;
    private int ticks;
    private int ticksBetween;

    /**
     * Why a question is not answered.
     *
     * @param ofAll whether others would not be answered either
     */
    private record Refusal(String reason, boolean ofAll) {
        @Override
        public boolean equals(@Nullable Object other) { // by hand, as in dev.flipswitch.cache.Entry.Key
            return other instanceof Refusal refusal && reason.equals(refusal.reason) && ofAll == refusal.ofAll;
        }
    }

    EvaluationWatch(FlagEvaluator server, ProviderThreads threads, ProviderSettings settings) {
        this.server = server;
        this.threads = threads;
        this.timeout = settings.evaluationTimeout();
        this.baseUrl = settings.baseUrl();
    }

    /** Begins to notify. */
    void report(UpdateHandler who, BulkSnapshot flags) {
        handler = who;
        application = flags;
    }

    @Override
    public CompletableFuture<OfrepEvaluation> evaluate(String flagKey, String contextJson) {
        lastAsked = flagKey;
        return watched(flagKey, server.evaluate(flagKey, contextJson));
    }

    @Override
    public CompletableFuture<BulkEvaluation> evaluateAll(
            String contextJson, @Nullable BulkEvaluation known, @Nullable Refetch refetch) {
        return watched(BulkEvaluation.ALL_FLAGS, server.evaluateAll(contextJson, known, refetch));
    }

    private <T> CompletableFuture<T> watched(String flag, CompletableFuture<T> asked) {
        long beganAtNanos = System.nanoTime();
        var unused = asked.whenComplete((answer, failure) -> {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            if (cause == null) {
                answered(flag);
            } else if (cause instanceof CancellationException) { // by who waited for long, or for another reason
                if (System.nanoTime() - beganAtNanos >= timeout.toNanos() / 2) {
                    doubt(flag, Messages.noAnswerWithin(baseUrl, timeout));
                }
            } else {
                failed(flag, cause);
            }
        });
        return asked;
    }

    private void answered(String flag) {
        answers.incrementAndGet();
        refused.remove(flag);
    }

    private void failed(String flag, Throwable cause) {
        String reason = String.valueOf(cause.getMessage());
        if (cause instanceof OfrepException answer && answer.isAnswered()) {
            String remedy = answer.isRefusal() ? "; check flipswitch.api-key" : "";
            refuse(flag, new Refusal(reason + remedy, answer.concernsEveryone()));
        } else {
            doubt(flag, reason);
        }
    }

    /** No answer: unless the server is lost, or has answered others meanwhile, that will be said. */
    private void doubt(String flag, String reason) {
        if (refused.containsKey(flag) || inDoubt.getAndSet(true)) {
            return;
        }
        long before = answers.get();
        threads.after(timeout, () -> {
            inDoubt.set(false);
            UpdateHandler hearing = handler;
            if (answers.get() == before && hearing != null && !hearing.isServerAway()) {
                refuse(flag, new Refusal(reason, true));
            }
        });
    }

    private void refuse(String flag, Refusal refusal) {
        boolean known = refusal.equals(refused.get(flag)) || refused.size() >= MOST_REFUSED;
        if (!known) {
            refused.put(flag, refusal);
            threads.onLoop(() -> say(flag, refusal.reason()));
        }
    }

    private void say(String flag, String reason) {
        if (refused.isEmpty()) {
            return; // answered already
        }
        if (isNews(reason)) {
            log(flag, reason);
        }
        if (!reported) {
            reported = true;
            ticks = 0;
            ticksBetween = 1;
            threads.after(TICK, this::check);
        }
        tellListener();
    }

    private void log(String flag, String reason) {
        if (lines.permits()) {
            logged = true;
            LOG.log(Level.ERROR, Messages.evaluationsRefused(flag, reason));
        }
    }

    private boolean isNews(String reason) {
        synchronized (refused) {
            return !reported
                    || refused.values().stream()
                            .anyMatch(other -> !other.reason().equals(reason));
        }
    }

    /** That only all flags at once can't be had leaves the values of single ones as good as they are. */
    private void tellListener() {
        boolean now;
        synchronized (refused) {
            now = refused.entrySet().stream()
                    .anyMatch(entry -> !entry.getKey().equals(BulkEvaluation.ALL_FLAGS)
                            || entry.getValue().ofAll());
        }
        UpdateHandler hearing = handler;
        if (now != toldListener && hearing != null) {
            toldListener = now;
            hearing.accept(new Update.EvaluationsRefused(now));
        }
    }

    private void check() {
        tellListener();
        if (refused.isEmpty()) {
            reported = false;
            if (logged) {
                LOG.log(Level.INFO, Messages.evaluationsAnswered());
            }
            logged = false;
            return;
        }
        if (!logged) {
            logFirst();
        }
        if (++ticks >= ticksBetween) {
            ticks = 0;
            ticksBetween = Math.min(2 * ticksBetween, MOST_TICKS);
            askAgain();
        }
        threads.after(TICK, this::check);
    }

    /** Of an outage that could not be logged when it began, since there were others shortly before. */
    private void logFirst() {
        String flag = null;
        String reason = "";
        synchronized (refused) {
            for (Map.Entry<String, Refusal> entry : refused.entrySet()) {
                flag = entry.getKey();
                reason = entry.getValue().reason();
                break;
            }
        }
        if (flag != null) {
            log(flag, reason);
        }
    }

    private void askAgain() {
        BulkSnapshot asking = application;
        String flag = oldest();
        if (flag == null || asking == null) {
            return;
        }
        String context = asking.contextJson();
        if (flag.equals(BulkEvaluation.ALL_FLAGS)) {
            var unused = threads.within(timeout, evaluateAll(context, null, null));
            flag = lastAsked; // perhaps single flags are refused, too
        }
        if (flag != null) {
            var unused = threads.within(timeout, evaluate(flag, context));
        }
    }

    /** The one that was asked for longest ago; another one's turn is next. */
    private @Nullable String oldest() {
        synchronized (refused) {
            Map.Entry<String, Refusal> oldest =
                    refused.entrySet().stream().findFirst().orElse(null);
            if (oldest == null) {
                return null;
            }
            String flag = oldest.getKey();
            Refusal refusal = oldest.getValue();
            refused.remove(flag);
            refused.put(flag, refusal);
            return flag;
        }
    }
}
