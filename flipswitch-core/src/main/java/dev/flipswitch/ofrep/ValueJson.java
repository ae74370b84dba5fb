package dev.flipswitch.ofrep;

import dev.openfeature.sdk.Value;
import jakarta.json.JsonArray;
import jakarta.json.stream.JsonParsingException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads flags' values that somebody wrote as JSON. Thread-safe. */
public final class ValueJson {
    private final Json json = new Json();

    /** Looks the JSON-P implementation up. */
    public ValueJson() {}

    /**
     * Reads one value of any type.
     *
     * @param text what may be JSON
     * @return the value, or nothing if the text is no JSON
     * @throws BoundedJson.BeyondBoundsException if it is JSON that is not read
     */
    public Optional<Value> read(String text) {
        try {
            JsonArray array = json.parseArray("[" + text + "]"); // JSON-P skips what follows a bare literal
            return array.size() == 1 ? Optional.of(Json.toValue(array.get(0))) : Optional.empty();
        } catch (BoundedJson.BeyondBoundsException e) {
            throw e;
        } catch (JsonParsingException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads the members of an object.
     *
     * @param text a JSON object
     * @return names and values in their order
     * @throws JsonParsingException if it is none; it says where
     */
    public Map<String, Value> readObject(String text) {
        Map<String, Value> members = new LinkedHashMap<>();
        json.parseObject(text).forEach((name, value) -> members.put(name, Json.toValue(value)));
        return members;
    }
}
