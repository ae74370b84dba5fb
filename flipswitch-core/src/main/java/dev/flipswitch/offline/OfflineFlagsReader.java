package dev.flipswitch.offline;

import dev.flipswitch.messages.Messages;
import dev.flipswitch.ofrep.BoundedJson;
import dev.flipswitch.ofrep.ValueJson;
import dev.flipswitch.settings.Setting;
import dev.flipswitch.settings.SettingTexts;
import dev.openfeature.sdk.Value;
import jakarta.json.stream.JsonLocation;
import jakarta.json.stream.JsonParsingException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads flags that the environment gives in place of a server: the file's, over them those of {@code FLIPSWITCH_FLAGS},
 * over them single properties. For one thread.
 */
public final class OfflineFlagsReader {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final SettingTexts texts;
    private final Consumer<String> problems;
    private final ValueJson json = new ValueJson();
    private final Map<String, Value> flags = new LinkedHashMap<>();
    private final List<String> origins = new ArrayList<>();

    private OfflineFlagsReader(SettingTexts texts, Consumer<String> problems) {
        this.texts = texts;
        this.problems = problems;
    }

    /**
     * The flags.
     *
     * @param problems notified of what can't be read
     * @return nothing if the environment gives none, so that a server is to be asked
     */
    public static Optional<OfflineFlags> read(SettingTexts texts, Consumer<String> problems) {
        OfflineFlagsReader configuration = new OfflineFlagsReader(texts, problems);
        Setting.OFFLINE_FILE.in(texts).ifPresent(configuration::addFile);
        Setting.FLAGS.in(texts).ifPresent(configuration::addObject);
        configuration.addProperties();
        return configuration.origins.isEmpty()
                ? Optional.empty()
                : Optional.of(new OfflineFlags(configuration.flags, String.join(", ", configuration.origins)));
    }

    private void addFile(Setting.Given<Path> given) {
        try {
            Path file = given.value().toAbsolutePath();
            addAll("the file " + file + " (" + given.name() + ")", readFile(file, given.name()));
        } catch (IllegalArgumentException e) {
            problems.accept(String.valueOf(e.getMessage()));
        }
    }

    private Map<String, Value> readFile(Path file, String setting) {
        try {
            String text = Files.readString(file);
            return json.readObject(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
        } catch (IOException e) {
            throw new IllegalArgumentException(Messages.badOfflineFile(file.toString(), setting, reason(e)), e);
        } catch (BoundedJson.BeyondBoundsException e) {
            String fault = String.valueOf(e.getMessage());
            throw new IllegalArgumentException(Messages.badOfflineFile(file.toString(), setting, fault), e);
        } catch (JsonParsingException e) {
            String fault = "it is no JSON object" + place(e.getLocation());
            throw new IllegalArgumentException(Messages.badOfflineFile(file.toString(), setting, fault), e);
        }
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is none";
        }
        return e instanceof CharacterCodingException ? "it is not in UTF-8" : "of " + e;
    }

    private static String place(JsonLocation location) {
        return location.getLineNumber() < 1
                ? ""
                : " from line " + location.getLineNumber() + ", column " + location.getColumnNumber() + " on";
    }

    private void addObject(Setting.Given<String> given) {
        try {
            addAll(given.name(), json.readObject(given.text()));
        } catch (BoundedJson.BeyondBoundsException e) {
            problems.accept(Messages.beyondBounds(given.name(), e));
        } catch (JsonParsingException e) {
            problems.accept(Messages.badSetting(
                    given.name(), given.text(), "a JSON object of flag keys and values, such as {\"dark-mode\":true}"));
        }
    }

    private void addProperties() {
        Map<String, Value> single = new LinkedHashMap<>();
        texts.properties().forEach((name, text) -> {
            if (Setting.isFlag(name)) {
                String key = name.substring(Setting.FLAG_PREFIX.length());
                addProperty(name, key, text, single);
            }
        });
        if (!single.isEmpty()) {
            addAll(Setting.FLAG_PREFIX + "*", single);
        }
    }

    private void addProperty(String name, String key, String text, Map<String, Value> flags) {
        try {
            flags.put(key, toValue(json, text));
        } catch (BoundedJson.BeyondBoundsException e) {
            problems.accept(Messages.beyondBounds(name, e));
        }
    }

    /**
     * What a flag's text says: JSON, and otherwise itself.
     *
     * @throws IllegalArgumentException if it is JSON that is not read
     */
    public static Value toValue(String key, String text) {
        try {
            return toValue(new ValueJson(), text);
        } catch (BoundedJson.BeyondBoundsException e) {
            throw new IllegalArgumentException(Messages.beyondBounds(key, e), e);
        }
    }

    private static Value toValue(ValueJson json, String text) {
        return json.read(text).orElseGet(() -> new Value(text));
    }

    private void addAll(String origin, Map<String, Value> more) {
        origins.add(origin);
        more.forEach((key, value) -> {
            if (value.isNull()) {
                problems.accept(Messages.badOfflineValue(key, origin, "null"));
            }
            flags.put(key, value);
        });
    }
}
