package dev.flipswitch.servlet;

import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.Value;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Names users for their pages, so that a page finds out whether another one is of the same user. Equal contexts have equal
 * names, and a name says nothing of the context. The names are others in each application and after each start.
 * Thread-safe.
 */
final class UserNames {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int LENGTH = 22; // of base64, 132 bits

    private final SecretKeySpec key;

    UserNames() {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        key = new SecretKeySpec(secret, ALGORITHM);
    }

    /** The user's name, of letters, digits, - and _. */
    String of(EvaluationContext user) {
        String text = FlagJsonWriter.of(sorted(user.asMap()));
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] name = mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(name).substring(0, LENGTH);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
        }
    }

    private static Map<String, @Nullable Object> sorted(Map<String, Value> attributes) {
        Map<String, @Nullable Object> sorted = new TreeMap<>();
        attributes.forEach((name, value) -> sorted.put(name, sorted(value)));
        return sorted;
    }

    private static @Nullable Object sorted(@Nullable Value value) {
        if (value != null && value.isStructure()) {
            return sorted(value.asStructure().asMap());
        }
        if (value != null && value.isList()) {
            List<Value> elements = value.asList();
            return elements.stream().map(UserNames::sorted).toList();
        }
        return ValueConversion.toObject(value);
    }
}
