package dev.flipswitch.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads a module's settings, and collects all that is wrong with them on the way. For one thread. */
public final class SettingReader {

    /** Says by a module's own number which text of which setting can't be used, and what would be right. */
    public interface Wording {
        String of(String name, String text, String expectation);
    }

    private final SettingTexts texts;
    private final Wording wording;
    private final List<Setting<?>> read = new ArrayList<>();
    private final Map<String, IllegalArgumentException> problems = new LinkedHashMap<>(); // by their messages

    public SettingReader(SettingTexts texts, Wording wording) {
        this.texts = texts;
        this.wording = wording;
    }

    /** The setting's value; nothing if nobody set it, or if it can't be used, which is a problem. */
    public <T> Optional<T> read(Setting<T> setting) {
        return read(setting, given -> given.value(wording));
    }

    /**
     * What is made of the setting.
     *
     * @param maker throws an {@code IllegalArgumentException} if the setting can't be used
     */
    public <T, R> Optional<R> read(Setting<T> setting, Function<Setting.Given<T>, R> maker) {
        return given(setting).flatMap(given -> make(given, maker));
    }

    /**
     * A list with commas between its entries: those that can be used.
     *
     * @param setting its type is each entry's
     * @param words says what is wrong with an entry
     */
    public <T> List<T> readList(Setting<T> setting, Wording words) {
        return given(setting).stream()
                .flatMap(given -> Stream.of(given.text().split(","))
                        .filter(entry -> !entry.isBlank())
                        .map(entry -> new Setting.Given<>(given.name(), entry.strip(), given.type())))
                .flatMap(entry -> make(entry, each -> each.value(words)).stream())
                .toList();
    }

    private <T> Optional<Setting.Given<T>> given(Setting<T> setting) {
        read.add(setting);
        return setting.in(texts);
    }

    private <T, R> Optional<R> make(Setting.Given<T> given, Function<Setting.Given<T>, R> maker) {
        try {
            return Optional.of(maker.apply(given));
        } catch (IllegalArgumentException e) {
            problems.putIfAbsent(String.valueOf(e.getMessage()), e);
            return Optional.empty();
        }
    }

    /** Something else is wrong. */
    public void problem(String message) {
        problems.putIfAbsent(message, new IllegalArgumentException(message));
    }

    public boolean hasProblems() {
        return !problems.isEmpty();
    }

    /** Finds settings that begin so but that nothing has read; the warning takes each name, and the nearest that was read. */
    public void findUnread(String prefix, BiConsumer<String, String> warning) {
        UnknownSettings.find(prefix, read, texts, warning);
    }

    /** Throws all problems in one, with a line for each; those with a cause go along. */
    public void throwProblems() {
        if (hasProblems()) {
            IllegalArgumentException all = new IllegalArgumentException(String.join("\n", problems.keySet()));
            problems.values().stream()
                    .filter(problem -> problem.getCause() != null)
                    .forEach(all::addSuppressed);
            throw all;
        }
    }
}
