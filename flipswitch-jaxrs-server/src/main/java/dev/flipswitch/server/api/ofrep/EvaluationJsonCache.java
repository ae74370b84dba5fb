package dev.flipswitch.server.api.ofrep;

import dev.flipswitch.rules.Evaluation;
import dev.flipswitch.rules.Reason;
import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.flags.Snapshot;
import dev.flipswitch.server.json.JsonWriter;
import dev.flipswitch.server.json.RawJson;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The JSON of evaluations: written once for each outcome of a flag, until its environment changes. Thread-safe. */
final class EvaluationJsonCache {

    /** Long values are few, and writing them again costs less than keeping them. */
    private static final int LONGEST_KEPT = 1024;

    /** What distinguishes the answers for a flag as long as its configuration is the same. */
    private record Outcome(String key, String variant, Reason reason, @Nullable Object rule) {}

    private record Kept(Snapshot snapshot, Map<Outcome, RawJson> texts) {}

    private final Map<Environment, Kept> kept = new ConcurrentHashMap<>();

    /** Writes the evaluations of a snapshot. */
    @SuppressWarnings("ReferenceEquality") // comparing all flags would cost more than writing one
    BiFunction<String, Evaluation, RawJson> of(Environment environment, Snapshot snapshot) {
        Kept known = kept.get(environment);
        if (known == null || known.snapshot() != snapshot) {
            known = new Kept(snapshot, new ConcurrentHashMap<>());
            kept.put(environment, known);
        }
        Map<Outcome, RawJson> texts = known.texts();
        return (key, evaluation) ->
                evaluation instanceof Evaluation.Served served ? text(texts, key, served) : written(key, evaluation);
    }

    private static RawJson text(Map<Outcome, RawJson> texts, String key, Evaluation.Served served) {
        Outcome outcome = new Outcome(
                key, served.variant(), served.reason(), served.metadata().get("rule"));
        RawJson text = texts.get(outcome);
        if (text == null) {
            text = written(key, served);
            if (text.json().length() <= LONGEST_KEPT) {
                texts.put(outcome, text);
            }
        }
        return text;
    }

    private static RawJson written(String key, Evaluation evaluation) {
        return new RawJson(JsonWriter.write(OfrepJson.evaluated(key, evaluation)));
    }
}
