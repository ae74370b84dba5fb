package dev.flipswitch.rules;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a flag is in every environment. Immutable; its construction refuses what makes no sense.
 *
 * @param key the key, unique in its project
 * @param type the type of all its values
 * @param variants the values by the name of their variant, in the order in which a rollout deals them out
 * @param defaultVariant the variant that is served when nothing else applies
 */
public record FlagDefinition(String key, FlagType type, Map<String, Object> variants, String defaultVariant) {

    private static final Pattern KEY = Pattern.compile("[a-z0-9]+(?:-[a-z0-9]+)*");
    private static final int MAX_KEY_LENGTH = 200;
    private static final int MAX_VARIANT_NAME_LENGTH = 200;

    /**
     * Checks and copies.
     *
     * @throws InvalidFlagException naming the first field that is wrong
     */
    public FlagDefinition {
        if (key.length() > MAX_KEY_LENGTH || !KEY.matcher(key).matches()) {
            throw new InvalidFlagException(
                    "key",
                    "must be lower-case letters and digits in words joined by single hyphens, such as dark-mode,"
                            + " at most " + MAX_KEY_LENGTH + " characters");
        }
        if (variants.size() < 2) {
            throw new InvalidFlagException("variants", "must have at least two members, each a name and its value");
        }
        variants = checked(type, variants);
        if (!variants.containsKey(defaultVariant)) {
            throw new InvalidFlagException("defaultVariant", "must be one of the variants " + variants.keySet());
        }
    }

    private static Map<String, Object> checked(FlagType type, Map<String, Object> variants) {
        Map<String, Object> checked = new LinkedHashMap<>();
        variants.forEach((name, value) -> {
            if (name.isBlank() || name.length() > MAX_VARIANT_NAME_LENGTH) {
                throw new InvalidFlagException(
                        "variants", "must have names of 1 to " + MAX_VARIANT_NAME_LENGTH + " characters");
            }
            checked.put(name, type.normalize("variants." + name, value));
        });
        return Collections.unmodifiableMap(checked);
    }
}
