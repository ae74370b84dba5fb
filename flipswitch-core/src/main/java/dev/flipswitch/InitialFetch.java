package dev.flipswitch;

import dev.flipswitch.dispatch.ProviderThreads;
import dev.flipswitch.messages.Messages;
import dev.flipswitch.ofrep.OfrepException;
import dev.flipswitch.settings.ProviderSettings;
import dev.flipswitch.update.SnapshotDiff;
import dev.openfeature.sdk.exceptions.FatalError;
import dev.openfeature.sdk.exceptions.GeneralError;
import dev.openfeature.sdk.exceptions.OpenFeatureError;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Asks the server once while the application waits, and says in OpenFeature's terms how that ended. Stateless. */
final class InitialFetch {
    private static final System.Logger LOG = System.getLogger(InitialFetch.class.getName());

    private InitialFetch() {}

    /**
     * Returns when the server has answered, or can't be asked though values of an earlier run are known.
     *
     * @throws FatalError if it refuses the API key
     * @throws GeneralError if it cannot be asked, or the provider is shut down meanwhile
     */
    static void awaitOrGoOn(
            UpdateHandler handler, FlagCache flags, ProviderThreads threads, ProviderSettings settings) {
        try {
            await(handler::askFirst, threads, settings);
        } catch (OpenFeatureError e) {
            if (!flags.isRestored()) {
                if (isUnanswered(e)) {
                    threads.onLoop(() -> handler.startFailed(String.valueOf(e.getMessage())));
                }
                throw e;
            }
            LOG.log(Level.WARNING, Messages.startedWithRestored(e));
            threads.awaitOnLoop(handler::neverConnected);
        }
    }

    /**
     * Returns when the server has answered.
     *
     * @param question asks it, on the loop
     * @throws FatalError if it refuses the API key
     * @throws GeneralError if it cannot be asked, or the provider is shut down meanwhile
     */
    private static void await(
            Supplier<CompletableFuture<SnapshotDiff>> question, ProviderThreads threads, ProviderSettings settings) {
        Duration timeout = settings.initTimeout();
        CompletableFuture<SnapshotDiff> answer = threads.untilShutdown(new CompletableFuture<>());
        threads.onLoop(() -> {
            var unused = question.get().whenComplete((comparison, failure) -> {
                if (failure == null) {
                    answer.complete(comparison);
                } else {
                    answer.completeExceptionally(failure);
                }
            });
        });
        try {
            answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw failed(e);
        } catch (CancellationException e) {
            throw brief(new GeneralError(Messages.usedAfterShutdown()));
        } catch (TimeoutException e) {
            String reason = Messages.noAnswerWithin(settings.baseUrl(), timeout);
            throw brief(new GeneralError(Messages.initializeFailed(reason), brief(new TimeoutException(reason))));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw brief(new GeneralError(Messages.initializeFailed("interrupted")));
        }
    }

    /** Otherwise the answer is the log's concern, or nobody asks any more. */
    private static boolean isUnanswered(OpenFeatureError failure) {
        Throwable cause = failure.getCause();
        return cause != null && !(cause instanceof OfrepException answer && answer.isAnswered());
    }

    private static RuntimeException failed(ExecutionException e) {
        Throwable cause = e;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String reason = cause instanceof CancellationException
                ? "the flag server did not answer in time"
                : String.valueOf(cause.getMessage());
        return cause instanceof OfrepException refused && refused.isRefusal()
                ? brief(new FatalError(Messages.initializeRefused(reason), cause))
                : brief(new GeneralError(Messages.initializeFailed(reason), cause));
    }

    /** Without a trace: OpenFeature logs it, before the application's own log has its one line. */
    private static <T extends Throwable> T brief(T failure) {
        failure.setStackTrace(new StackTraceElement[0]);
        return failure;
    }
}
