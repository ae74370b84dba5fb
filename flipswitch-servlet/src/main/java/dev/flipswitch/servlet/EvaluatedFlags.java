package dev.flipswitch.servlet;

import dev.flipswitch.ContextFlags;
import dev.flipswitch.Numbers;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.LayeredEvaluationContext;
import dev.openfeature.sdk.Value;
import dev.openfeature.sdk.exceptions.GeneralError;
import java.util.AbstractMap;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The first answer of each flag that a request has read. Thread-safe. */
final class EvaluatedFlags extends AbstractMap<String, @Nullable Object> implements RequestFlags {
    private static final int MOST_WITHOUT_GROWING = 32; // which would cost as much as reading a flag or two

    private final FlipswitchWebContext application;
    private final RequestContext context;
    private final Map<String, FlagEvaluationDetails<Value>> answers = new ConcurrentHashMap<>(MOST_WITHOUT_GROWING);
    private volatile ProviderFastPath.@Nullable Prepared prepared;
    private volatile boolean asksClient; // since the first time that it had to

    EvaluatedFlags(FlipswitchWebContext application, RequestContext context) {
        this.application = application;
        this.context = context;
    }

    RequestContext context() {
        return context;
    }

    @Override
    public boolean getBoolean(String key, boolean defaultValue) {
        return typed(key, defaultValue, "boolean", value -> value instanceof Boolean it ? it : null);
    }

    @Override
    public String getString(String key, String defaultValue) {
        return typed(key, defaultValue, "string", value -> value instanceof String it ? it : null);
    }

    @Override
    public int getInteger(String key, int defaultValue) {
        return typed(
                key,
                defaultValue,
                "32-bit integer",
                value -> value instanceof Number it ? Numbers.toInteger(it) : null);
    }

    @Override
    public long getLong(String key, long defaultValue) {
        return typed(
                key, defaultValue, "64-bit integer", value -> value instanceof Number it ? Numbers.toLong(it) : null);
    }

    @Override
    public double getDouble(String key, double defaultValue) {
        return typed(key, defaultValue, "double", value -> value instanceof Number it ? Numbers.toDouble(it) : null);
    }

    /** Says why the default is taken, where that is so for good. */
    private <T> T typed(String key, T defaultValue, String type, Function<Object, @Nullable T> reading) {
        FlagEvaluationDetails<Value> answer = named(key);
        Object value = ValueConversion.toObject(answer.getValue());
        if (value == null) {
            return defaultValue;
        }
        T read = reading.apply(value);
        if (read == null) {
            application.flagOfOtherType(key, type, ValueConversion.kind(answer.getValue()));
            return defaultValue;
        }
        return read;
    }

    @Override
    public FlagEvaluationDetails<Value> getDetails(String key) {
        FlagEvaluationDetails<Value> answer = answer(key);
        return new FlagEvaluationDetails<>(
                answer.getFlagKey(),
                answer.getValue(),
                answer.getVariant(),
                answer.getReason(),
                answer.getErrorCode(),
                answer.getErrorMessage(),
                answer.getFlagMetadata());
    }

    @Override
    public @Nullable Object get(Object key) {
        if (!(key instanceof String flag)) {
            return null;
        }
        return ValueConversion.toObject(named(flag).getValue());
    }

    @Override
    public @Nullable Object getOrDefault(Object key, @Nullable Object defaultValue) {
        Object value = get(key);
        return value == null ? defaultValue : value;
    }

    @Override
    public boolean containsKey(Object key) {
        return answers.containsKey(key);
    }

    @Override
    public Set<Entry<String, @Nullable Object>> entrySet() {
        Map<String, @Nullable Object> read = new HashMap<>();
        answers.forEach((flag, answer) -> read.put(flag, ValueConversion.toObject(answer.getValue())));
        return Collections.unmodifiableSet(read.entrySet());
    }

    @Override
    public String toJson(String... keys) {
        List.of(keys).forEach(this::named);
        return json(keys.length == 0 ? new TreeSet<>(answers.keySet()) : List.of(keys));
    }

    private String json(Collection<String> keys) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String key : keys) {
            Object value = value(key);
            if (value != null) {
                values.put(key, value);
            }
        }
        return FlagJsonWriter.of(values);
    }

    @Override
    public Runnable inContext(Runnable task) {
        return () -> application.transactions().run(context, task);
    }

    /** Whom this request's flags are evaluated for, to go on with when it has ended. */
    EvaluationContext user() {
        EvaluationContext ofTransaction = application.transactions().currentBelowRequest();
        return new ImmutableContext(
                new LayeredEvaluationContext(null, ofTransaction, null, context.resolved()).asMap());
    }

    /** The values of flags for a page, with one question for all of them where that can be. */
    PageValues pageValues(List<String> keys) {
        readAtOnce(keys);
        String json = json(keys);
        keys.stream()
                .filter(key -> answer(key).getErrorCode() == ErrorCode.FLAG_NOT_FOUND)
                .forEach(application::unknownPublicFlag);
        return new PageValues(json, keys.stream().map(this::answer).allMatch(EvaluatedFlags::isCertain));
    }

    private static boolean isCertain(FlagEvaluationDetails<Value> answer) {
        return !"STALE".equals(answer.getReason())
                && answer.getErrorCode() != ErrorCode.GENERAL
                && answer.getErrorCode() != ErrorCode.PROVIDER_NOT_READY;
    }

    private void readAtOnce(List<String> keys) {
        List<String> unread =
                keys.stream().filter(key -> !answers.containsKey(key)).toList();
        ContextFlags direct = unread.size() > 1 ? direct() : null;
        if (direct != null) {
            try {
                Map<String, FlagEvaluationDetails<Value>> all = direct.evaluateAll();
                unread.forEach(key -> answers.putIfAbsent(key, all.getOrDefault(key, ValueConversion.unknown(key))));
            } catch (GeneralError e) {
                // single flags may be known
            }
        }
    }

    private @Nullable Object value(String key) {
        return ValueConversion.toObject(answer(key).getValue());
    }

    /** An answer for someone who can't see that there is no such flag: the log names it. */
    private FlagEvaluationDetails<Value> named(String key) {
        FlagEvaluationDetails<Value> answer = answer(key);
        if (answer.getErrorCode() == ErrorCode.FLAG_NOT_FOUND) {
            application.unknownFlag(key);
        }
        return answer;
    }

    private FlagEvaluationDetails<Value> answer(String key) {
        FlagEvaluationDetails<Value> known = answers.get(key);
        if (known != null) {
            return known;
        }
        FlagEvaluationDetails<Value> answer = evaluate(key);
        FlagEvaluationDetails<Value> first = answers.putIfAbsent(key, answer);
        return first == null ? answer : first;
    }

    private FlagEvaluationDetails<Value> evaluate(String key) {
        ContextFlags direct = direct();
        if (direct != null) {
            return direct.evaluate(key);
        }
        TransactionContexts transactions = application.transactions();
        if (!transactions.isOfOtherRequest(context)) {
            return askClient(key);
        }
        TransactionContexts.Entered entered = transactions.enter(context);
        try {
            return askClient(key);
        } finally {
            transactions.leave(entered);
        }
    }

    private @Nullable ContextFlags direct() {
        if (asksClient) {
            return null;
        }
        ProviderFastPath.Prepared ready = application.directFlags().prepared(prepared, context.resolved());
        prepared = ready;
        asksClient = ready == null;
        return ready == null ? null : ready.flags();
    }

    /** On the request's own threads the context is OpenFeature's transaction context, and need not be merged twice. */
    private FlagEvaluationDetails<Value> askClient(String key) {
        Client client = application.client();
        FlagEvaluationDetails<Value> details = application.transactions().current() == context
                ? client.getObjectDetails(key, ValueConversion.NONE)
                : client.getObjectDetails(key, ValueConversion.NONE, context);
        return details.getErrorCode() == ErrorCode.TYPE_MISMATCH ? evaluateTyped(key) : details;
    }

    /** For providers that give a flag's value only to those who know its type; ours takes any flag for an object. */
    private FlagEvaluationDetails<Value> evaluateTyped(String key) {
        Client client = application.client();
        return Stream.<TypedEvaluation>of(
                        () -> ValueConversion.details(client.getBooleanDetails(key, false, context), Value::new),
                        () -> ValueConversion.details(client.getStringDetails(key, "", context), Value::new),
                        () -> ValueConversion.details(client.getIntegerDetails(key, 0, context), Value::new),
                        () -> ValueConversion.details(client.getLongDetails(key, 0L, context), Value::new),
                        () -> ValueConversion.details(client.getDoubleDetails(key, 0.0, context), Value::new))
                .map(TypedEvaluation::evaluate)
                .dropWhile(answer -> answer.getErrorCode() == ErrorCode.TYPE_MISMATCH)
                .findFirst()
                .orElseGet(() -> ValueConversion.mismatch(key));
    }

    /** Asks for a flag as one type. */
    private interface TypedEvaluation {
        FlagEvaluationDetails<Value> evaluate();
    }
}
