package dev.flipswitch;

import dev.flipswitch.cache.Lookup;
import dev.flipswitch.messages.Messages;
import dev.flipswitch.ofrep.BulkEvaluation;
import dev.flipswitch.ofrep.OfrepEvaluation;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.ImmutableMetadata;
import dev.openfeature.sdk.ProviderEvaluation;
import dev.openfeature.sdk.Reason;
import dev.openfeature.sdk.Value;
import dev.openfeature.sdk.exceptions.GeneralError;
import dev.openfeature.sdk.exceptions.ProviderNotReadyError;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What OpenFeature is answered, from what the cache holds. Stateless.
 *
 * @see <a href="https://openfeature.dev/specification/sections/providers#22-flag-value-resolution">OpenFeature
 *     specification, section 2.2, flag value resolution</a>
 */
final class ProviderEvaluations {
    /** OpenFeature's reason for a value that may be out of date; the SDK's enumeration lacks it. */
    private static final String STALE = "STALE";

    private static final ImmutableMetadata NO_METADATA =
            ImmutableMetadata.builder().build();

    private ProviderEvaluations() {}

    static <T> ProviderEvaluation<T> of(
            String key, T defaultValue, Lookup<OfrepEvaluation> found, ValueReader<T> type) {
        if (found instanceof Lookup.Missing<OfrepEvaluation> missing) {
            if (missing.cause() instanceof ProviderNotReadyError) {
                return error(defaultValue, ErrorCode.PROVIDER_NOT_READY, Messages.usedAfterShutdown(), NO_METADATA);
            }
            String reason =
                    Messages.nothingKnown(key, String.valueOf(missing.cause().getMessage()));
            return error(defaultValue, ErrorCode.GENERAL, reason, NO_METADATA);
        }
        if (found instanceof Lookup.Stale<OfrepEvaluation> stale) {
            return of(key, defaultValue, stale.value(), type, true);
        }
        return of(key, defaultValue, ((Lookup.Fresh<OfrepEvaluation>) found).value(), type, false);
    }

    /**
     * All flags at once.
     *
     * @throws GeneralError if nothing is known
     * @throws ProviderNotReadyError if the provider has been shut down
     */
    static Map<String, FlagEvaluationDetails<Value>> ofAll(Lookup<BulkEvaluation> found) {
        if (found instanceof Lookup.Missing<BulkEvaluation> missing) {
            if (missing.cause() instanceof ProviderNotReadyError gone) {
                throw gone;
            }
            throw new GeneralError(
                    Messages.noFlagsKnown(String.valueOf(missing.cause().getMessage())));
        }
        boolean stale = found instanceof Lookup.Stale<BulkEvaluation>;
        BulkEvaluation all = found instanceof Lookup.Stale<BulkEvaluation> known
                ? known.value()
                : ((Lookup.Fresh<BulkEvaluation>) found).value();
        Map<String, FlagEvaluationDetails<Value>> details = new TreeMap<>();
        all.flags()
                .forEach((key, evaluation) -> details.put(
                        key,
                        FlagEvaluationDetails.from(of(key, new Value(), evaluation, ValueReader.OBJECT, stale), key)));
        return Collections.unmodifiableMap(details);
    }

    private static <T> ProviderEvaluation<T> of(
            String key, T defaultValue, OfrepEvaluation evaluation, ValueReader<T> type, boolean stale) {
        if (evaluation instanceof OfrepEvaluation.Failed failed) {
            return error(defaultValue, failed.code(), failed.details(), failed.metadata());
        }
        OfrepEvaluation.Resolved resolved = (OfrepEvaluation.Resolved) evaluation;
        Value value = resolved.value();
        T typed = value == null ? defaultValue : type.reader().apply(value);
        if (typed == null && value != null) {
            String message = Messages.typeMismatch(key, type.name(), ValueReader.describe(value));
            return error(defaultValue, ErrorCode.TYPE_MISMATCH, message, resolved.metadata());
        }
        String reason = resolved.reason() == null ? Reason.UNKNOWN.name() : resolved.reason();
        return ProviderEvaluation.<T>builder()
                .value(typed)
                .variant(resolved.variant())
                .reason(stale ? STALE : reason)
                .flagMetadata(resolved.metadata())
                .build();
    }

    private static <T> ProviderEvaluation<T> error(
            T defaultValue, ErrorCode code, String message, ImmutableMetadata metadata) {
        return ProviderEvaluation.<T>builder()
                .value(defaultValue)
                .reason(Reason.ERROR.name())
                .errorCode(code)
                .errorMessage(message)
                .flagMetadata(metadata)
                .build();
    }
}
