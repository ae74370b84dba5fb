package dev.flipswitch.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flipswitch.settings.ApiKeys;
import dev.flipswitch.settings.ProviderSettings;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a cache file has in place of contexts and keys: it distinguishes them and does not show them. Stateless. */
public final class Fingerprints {
    private static final int ENVIRONMENT_BYTES = 12;

    private Fingerprints() {}

    /**
     * A context's SHA-256, which is the same for equal contexts. It hides the context from whoever cannot guess it.
     *
     * @param contextJson the context in canonical form
     */
    public static String ofContext(String contextJson) {
        return text(sha256(contextJson));
    }

    /**
     * The environment's fingerprint: 96 bits of the SHA-256 of the base URL and the API key. Without a key it is that
     * of the base URL and the configured headers. Nobody can find a key that the server made up from it, and two
     * environments never share one by chance. With another key it differs, even for the same environment.
     *
     * @throws RuntimeException if the key's supplier fails, or gives none that can be sent
     */
    public static String ofEnvironment(ProviderSettings settings) {
        StringBuilder text = new StringBuilder("flipswitch\n").append(settings.baseUrl());
        credentials(settings)
                .forEach((name, value) ->
                        text.append('\n').append(name).append(':').append(value));
        return text(Arrays.copyOf(sha256(text.toString()), ENVIRONMENT_BYTES));
    }

    private static Map<String, String> credentials(ProviderSettings settings) {
        if (settings.apiKey() != null) {
            return Map.of("x-api-key", ApiKeys.checked(settings.apiKey().get()));
        }
        Map<String, String> headers = new TreeMap<>();
        settings.fixedHeaders().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        headers.keySet().removeIf(name -> name.startsWith("x-flipswitch-")); // an update changes these
        return headers;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
