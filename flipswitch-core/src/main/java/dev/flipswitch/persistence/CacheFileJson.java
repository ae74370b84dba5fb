package dev.flipswitch.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flipswitch.messages.Messages;
import dev.flipswitch.ofrep.BoundedJson;
import dev.flipswitch.ofrep.BulkEvaluation;
import dev.flipswitch.ofrep.EvaluationJson;
import dev.flipswitch.ofrep.JsonProviders;
import dev.flipswitch.ofrep.OfrepEvaluation;
import dev.flipswitch.persistence.CacheSnapshot.FlagInContext;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The text of a cache file: {@code {"format":1,"environment":"…","values":[…],"all":[…]}}. One of the values is
 * {@code {"flag":"k","context":"…","value":…,"variant":"…","reason":"…","metadata":{…}}}, one of all flags at once
 * {@code {"context":"…","flags":[{"flag":"k","value":…}]}}; contexts and environment are {@link Fingerprints}. A flag
 * that could not be evaluated has an {@code errorCode} and no value. Thread-safe.
 */
public final class CacheFileJson {
    static final int MAX_BYTES = 64 * 1024 * 1024;

    private static final int FORMAT = 1;
    private static final byte[] BEGIN = "{\"format\":".getBytes(UTF_8);
    private static final byte[] BETWEEN = "],\"all\":[".getBytes(UTF_8);
    private static final byte[] END = "]}\n".getBytes(UTF_8);

    private final JsonProvider json = JsonProviders.find();

    /** The text. What would make it longer than 64 MiB is left out. */
    byte[] write(CacheSnapshot values, String environment) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes(BEGIN);
        text.writeBytes((FORMAT + ",\"environment\":\"" + environment + "\",\"values\":[").getBytes(UTF_8));
        int begin = text.size();
        values.single()
                .forEach((key, value) -> add(text, begin, generator -> {
                    generator.write("context", key.context());
                    writeFlag(generator, key.flag(), value);
                }));
        text.writeBytes(BETWEEN);
        int beginOfAll = text.size();
        values.bulk().forEach((key, all) -> add(text, beginOfAll, generator -> writeAll(generator, key, all)));
        text.writeBytes(END);
        return text.toByteArray();
    }

    private void add(ByteArrayOutputStream text, int begin, Consumer<JsonGenerator> members) {
        StringWriter object = new StringWriter();
        try (JsonGenerator generator = json.createGenerator(object)) {
            generator.writeStartObject();
            members.accept(generator);
            generator.writeEnd();
        }
        byte[] bytes = ((text.size() == begin ? "\n" : ",\n") + object).getBytes(UTF_8);
        if (text.size() + bytes.length + BETWEEN.length + END.length <= MAX_BYTES) {
            text.writeBytes(bytes);
        }
    }

    private static void writeFlag(JsonGenerator generator, String flag, OfrepEvaluation evaluation) {
        generator.write("flag", flag);
        EvaluationJson.write(generator, evaluation);
    }

    private static void writeAll(JsonGenerator generator, FlagInContext key, BulkEvaluation all) {
        generator.write("context", key.context());
        generator.writeStartArray("flags");
        all.flags().forEach((flag, evaluation) -> {
            generator.writeStartObject();
            writeFlag(generator, flag, evaluation);
            generator.writeEnd();
        });
        generator.writeEnd();
    }

    /**
     * Reads a file's bytes.
     *
     * @throws UnusableCacheFileException if they are not this environment's last values in a format that is known
     */
    CacheSnapshot read(byte[] bytes, String environment) throws UnusableCacheFileException {
        if (!isOurs(bytes)) {
            throw UnusableCacheFileException.notOurs();
        }
        try {
            return read(parse(bytes), environment);
        } catch (CharacterCodingException
                | RuntimeException
                | StackOverflowError e) { // whatever a damaged file does to a parser
            throw UnusableCacheFileException.damaged();
        }
    }

    /** Whether it begins as a cache file does, so that nothing of somebody else's is ever replaced. */
    private static boolean isOurs(byte[] bytes) {
        for (int i = 0; i < Math.min(bytes.length, BEGIN.length); i++) {
            if (bytes[i] != BEGIN[i]) {
                return false;
            }
        }
        return true;
    }

    private JsonObject parse(byte[] bytes) throws CharacterCodingException {
        String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(); // refuses what is no UTF-8
        try (var reader = json.createReader(BoundedJson.of(text))) {
            return reader.readObject();
        }
    }

    private static CacheSnapshot read(JsonObject file, String environment) throws UnusableCacheFileException {
        int format = ((JsonNumber) member(file, "format")).intValueExact();
        if (format > FORMAT) {
            throw UnusableCacheFileException.newer(format, FORMAT);
        }
        if (!environment.equals(text(file, "environment"))) {
            throw UnusableCacheFileException.foreign();
        }
        Map<FlagInContext, OfrepEvaluation> single = new LinkedHashMap<>();
        for (JsonObject value : objects(file, "values")) {
            single.put(new FlagInContext(text(value, "flag"), text(value, "context")), readFlag(value));
        }
        Map<FlagInContext, BulkEvaluation> bulk = new LinkedHashMap<>();
        for (JsonObject all : objects(file, "all")) {
            Map<String, OfrepEvaluation> flags = new LinkedHashMap<>();
            objects(all, "flags").forEach(flag -> flags.put(text(flag, "flag"), readFlag(flag)));
            bulk.put(
                    new FlagInContext(BulkEvaluation.ALL_FLAGS, text(all, "context")),
                    new BulkEvaluation(flags, null, List.of()));
        }
        return new CacheSnapshot(single, bulk);
    }

    private static OfrepEvaluation readFlag(JsonObject json) {
        return asKept(EvaluationJson.read(json));
    }

    /** The evaluation as it is after it has been written and read. */
    public static OfrepEvaluation asKept(OfrepEvaluation evaluation) {
        return evaluation instanceof OfrepEvaluation.Failed failed
                ? new OfrepEvaluation.Failed(failed.code(), Messages.failedEarlier(), failed.metadata())
                : evaluation;
    }

    /** All flags' evaluations as they are after they have been written and read. */
    public static BulkEvaluation asKept(BulkEvaluation all) {
        Map<String, OfrepEvaluation> flags = new LinkedHashMap<>();
        all.flags().forEach((flag, evaluation) -> flags.put(flag, asKept(evaluation)));
        return new BulkEvaluation(flags, null, List.of());
    }

    private static JsonValue member(JsonObject json, String name) {
        JsonValue member = json.get(name);
        if (member == null) {
            throw new IllegalArgumentException(name);
        }
        return member;
    }

    private static String text(JsonObject json, String name) {
        return ((JsonString) member(json, name)).getString();
    }

    private static List<JsonObject> objects(JsonObject json, String name) {
        return ((JsonArray) member(json, name)).getValuesAs(JsonValue::asJsonObject);
    }
}
