package dev.flipswitch.rules;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The published vectors, {@code docs/bucketing-vectors.json}; they were made by another implementation. */
class BucketingVectorsTest {

    private static final Path VECTORS = Path.of("..", "docs", "bucketing-vectors.json");

    @Test
    void bucketsAsPublished() throws IOException {
        List<JsonObject> vectors = vectors("buckets");
        for (JsonObject vector : vectors) {
            String flagKey = vector.getString("flagKey");
            String targetingKey = vector.getString("targetingKey");
            byte[] input = (flagKey + "/" + targetingKey).getBytes(StandardCharsets.UTF_8);

            assertThat(Integer.toUnsignedLong(Murmur3.hash(input, 0)))
                    .isEqualTo(vector.getJsonNumber("hash").longValue());
            assertThat(Bucket.of(flagKey, targetingKey)).as("%s", vector).isEqualTo(vector.getInt("bucket"));
        }
        assertThat(vectors).hasSizeGreaterThan(50);
    }

    @Test
    void dealsOutVariantsAsPublished() throws IOException {
        List<JsonObject> vectors = vectors("variants");
        for (JsonObject vector : vectors) {
            Attributes attributes = Attributes.of(Map.of("targetingKey", vector.getString("targetingKey")));

            assertThat(Ruleset.compile(List.of(flag(vector)), List.of())
                            .evaluate(vector.getString("flagKey"), attributes))
                    .get()
                    .isInstanceOfSatisfying(Evaluation.Served.class, served -> assertThat(served.variant())
                            .as("%s", vector)
                            .isEqualTo(vector.getString("variant")));
        }
        assertThat(vectors).hasSizeGreaterThan(50);
    }

    private static FlagConfiguration flag(JsonObject vector) {
        Map<String, Object> variants = new LinkedHashMap<>();
        List<JsonString> names = vector.getJsonArray("variants").getValuesAs(JsonString.class);
        names.forEach(name -> variants.put(name.getString(), name.getString()));
        Map<String, BigDecimal> percentages = new LinkedHashMap<>();
        vector.getJsonObject("percentages")
                .forEach((name, percentage) -> percentages.put(name, ((JsonNumber) percentage).bigDecimalValue()));
        FlagDefinition definition = new FlagDefinition(
                vector.getString("flagKey"),
                FlagType.STRING,
                variants,
                names.get(0).getString());
        return new FlagConfiguration(definition, true, new Rollout(percentages), 1);
    }

    private static List<JsonObject> vectors(String name) throws IOException {
        try (JsonReader reader = Json.createReader(Files.newBufferedReader(VECTORS))) {
            return reader.readObject().getJsonArray(name).stream()
                    .map(JsonValue::asJsonObject)
                    .toList();
        }
    }
}
