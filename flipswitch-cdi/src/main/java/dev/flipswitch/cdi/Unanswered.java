package dev.flipswitch.cdi;

import dev.flipswitch.cdi.messages.Messages;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.FlagEvaluationDetails;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Warns of flags that have their default for good, since the server knows no such flag or has one of another type. It
 * warns once for each place and reason while the application runs, also where only some users' values don't fit.
 * Thread-safe.
 */
final class Unanswered {
    private static final System.Logger LOG = System.getLogger(Unanswered.class.getName());

    /**
     * Where a flag is asked for.
     *
     * @param flagKey the flag's key
     * @param name the field, parameter or gated method
     * @param mayBeMissing whether it makes do without such a flag
     */
    record Place(String flagKey, String name, boolean mayBeMissing) {}

    private static final Set<ErrorCode> REASONS = Set.of(ErrorCode.FLAG_NOT_FOUND, ErrorCode.TYPE_MISMATCH);

    private final Set<List<Object>> reported = ConcurrentHashMap.newKeySet();

    /**
     * Looks at how an evaluation ended.
     *
     * @param asking stands for those who ask for this flag in one way; as many as are written
     * @param places where these are
     */
    void note(FlagEvaluationDetails<?> details, Object asking, Supplier<Set<Place>> places) {
        ErrorCode error = details.getErrorCode();
        if (error == null || !REASONS.contains(error) || !reported.add(List.of(asking, error))) {
            return;
        }
        places.get().stream()
                .filter(place -> error != ErrorCode.FLAG_NOT_FOUND || !place.mayBeMissing())
                .forEach(place -> LOG.log(
                        Level.WARNING, Messages.unanswered(place.flagKey(), place.name(), reason(details, error))));
    }

    private static String reason(FlagEvaluationDetails<?> details, ErrorCode error) {
        if (error == ErrorCode.FLAG_NOT_FOUND) {
            return "there is no such flag";
        }
        String reason = details.getErrorMessage();
        return reason == null ? "it is of another type" : reason;
    }
}
