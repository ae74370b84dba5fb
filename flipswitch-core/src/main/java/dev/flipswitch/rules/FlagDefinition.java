package dev.flipswitch.rules;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a flag is in every environment. Immutable; its construction refuses what makes no sense.
 *
 * @param key the key, unique in its project
 * @param type the type of all its values
 * @param variants the values by the name of their variant, in the order in which a rollout deals them out
 * @param defaultVariant the variant that is served when nothing else applies
 * @param description what the flag is for; may be empty
 * @param tags what it is found by, each once
 */
public record FlagDefinition(
        String key,
        FlagType type,
        Map<String, Object> variants,
        String defaultVariant,
        String description,
        List<String> tags) {

    /**
     * Checks and copies.
     *
     * @throws InvalidFlagException naming the first field that is wrong
     */
    public FlagDefinition {
        Keys.check(key, "dark-mode");
        if (variants.size() < 2) {
            throw new InvalidFlagException("variants", "must have at least two members, each a name and its value");
        }
        variants = checked(type, variants);
        if (!variants.containsKey(defaultVariant)) {
            throw new InvalidFlagException("defaultVariant", "must be one of the variants " + variants.keySet());
        }
        Texts.check("description", description);
        Limits.check("description", description.length(), Limits.DESCRIPTION_LENGTH, "characters");
        tags = checked(tags);
    }

    /**
     * A flag without description and tags.
     *
     * @param key the key, unique in its project
     * @param type the type of all its values
     * @param variants the values by the name of their variant, in the order in which a rollout deals them out
     * @param defaultVariant the variant that is served when nothing else applies
     * @throws InvalidFlagException naming the first field that is wrong
     */
    public FlagDefinition(String key, FlagType type, Map<String, Object> variants, String defaultVariant) {
        this(key, type, variants, defaultVariant, "", List.of());
    }

    /**
     * The same with its variants in the order that is known: first those that are known, then the others as they come.
     *
     * @param known names of variants, which this flag need not have
     * @return the definition
     */
    public FlagDefinition inOrder(Collection<String> known) {
        Map<String, Object> ordered = new LinkedHashMap<>();
        known.stream().filter(variants::containsKey).forEach(name -> ordered.put(name, variants.get(name)));
        variants.forEach(ordered::putIfAbsent);
        return new FlagDefinition(key, type, ordered, defaultVariant, description, tags);
    }

    private static Map<String, Object> checked(FlagType type, Map<String, Object> variants) {
        Map<String, Object> checked = new LinkedHashMap<>();
        variants.forEach((name, value) -> {
            if (name.isBlank() || name.length() > Limits.NAME_LENGTH) {
                throw new InvalidFlagException(
                        "variants", "must have names of 1 to " + Limits.NAME_LENGTH + " characters");
            }
            Texts.check("variants", name);
            checked.put(name, type.normalize("variants." + name, value));
        });
        return Collections.unmodifiableMap(checked);
    }

    private static List<String> checked(List<String> tags) {
        Limits.check("tags", tags.size(), Limits.TAGS, "elements");
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < tags.size(); i++) {
            String tag = tags.get(i);
            if (tag.isBlank() || tag.length() > Limits.NAME_LENGTH || !seen.add(tag)) {
                throw new InvalidFlagException(
                        "tags[" + i + "]", "must have 1 to " + Limits.NAME_LENGTH + " characters and be there once");
            }
            Texts.check("tags[" + i + "]", tag);
        }
        return List.copyOf(tags);
    }
}
