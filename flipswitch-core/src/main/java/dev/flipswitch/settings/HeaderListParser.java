package dev.flipswitch.settings;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Headers as OFREP's SDKs take them from the environment: {@code name=value,name2=value2}, with percent-encoded values.
 * Stateless. What is thrown counts the pairs and repeats nothing of them, since a secret may be anywhere in them.
 */
final class HeaderListParser {
    private HeaderListParser() {}

    /** Values by their names, whose case does not matter. */
    static Map<String, String> read(String text) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        String[] pairs = text.split(",", -1);
        for (int i = 0; i < pairs.length; i++) {
            if (!pairs[i].isBlank()) {
                add(headers, pairs[i], "pair " + (i + 1) + " ");
            }
        }
        return Collections.unmodifiableMap(headers);
    }

    private static void add(Map<String, String> headers, String pair, String position) {
        int equals = pair.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException(position + "has no =");
        }
        String name = pair.substring(0, equals).strip();
        String value = decoded(pair.substring(equals + 1).strip(), position);
        try {
            SettingValidation.header(name, value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(position + "is no header that can be sent");
        }
        if (headers.put(name, value) != null) {
            throw new IllegalArgumentException(position + "has the name of an earlier one");
        }
    }

    private static String decoded(String value, String position) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8); // a plus is no space here
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(position + "has a % without two hexadecimal digits after it");
        }
    }
}
