package dev.flipswitch.settings;

import dev.flipswitch.messages.Messages;
import java.util.function.Supplier;

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

    /**
     * Asks the application for the key.
     *
     * @throws IllegalArgumentException if there is none, or none that can be sent; the message leaves it out, and what the
     *     supplier says
     */
    static String supplied(Supplier<String> supplier) {
        String key;
        try {
            key = supplier.get();
        } catch (RuntimeException | Error e) {
            throw new IllegalArgumentException(
                    Messages.noSuppliedApiKey("failed (" + e.getClass().getName() + ")"));
        }
        if (key == null) {
            throw new IllegalArgumentException(Messages.noSuppliedApiKey("gave null"));
        }
        return checked(key);
    }

    /** Whether each character can go into an HTTP header. */
    static boolean isSendable(String key) {
        return key.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }
}
