package dev.flipswitch.settings;

import dev.flipswitch.messages.Messages;

/** What an API key must look like. Stateless. */
public final class ApiKeys {
    private ApiKeys() {}

    /**
     * Gives the key back.
     *
     * @throws IllegalArgumentException if it is blank or cannot go into an HTTP header; the message leaves it out
     */
    public static String checked(String key) {
        if (key.isBlank()) {
            throw new IllegalArgumentException(Messages.blankApiKey());
        }
        if (!isSendable(key)) {
            throw new IllegalArgumentException(Messages.unusableApiKey());
        }
        return key;
    }

    /** Whether each character can go into an HTTP header. */
    static boolean isSendable(String key) {
        return key.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }
}
