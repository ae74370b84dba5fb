package dev.flipswitch.server.json;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON on one line. A {@link BigDecimal} keeps its scale, so that 10.0 does not become 10. Thread-safe.
 */
public final class JsonWriter {

    private static final HexFormat HEX = HexFormat.of();
    private static final String SHORT = "\"\\\b\f\n\r\t";
    private static final String SHORT_NAMES = "\"\\bfnrt";
    private static final int MAX_PLAIN_SCALE = 400;
    private static final int USUAL_LENGTH = 256;

    private final StringBuilder out = new StringBuilder(USUAL_LENGTH);
    private final boolean sorted;

    private JsonWriter(boolean sorted) {
        this.sorted = sorted;
    }

    /**
     * Writes a value.
     *
     * @param value maps, lists, strings, numbers, booleans, nulls, {@link RawJson}
     * @return its JSON
     */
    public static String write(@Nullable Object value) {
        return new JsonWriter(false).append(value).toString();
    }

    /**
     * Writes a value.
     *
     * @param value maps, lists, strings, numbers, booleans, nulls, {@link RawJson}
     * @return its JSON in UTF-8
     */
    public static byte[] bytes(@Nullable Object value) {
        return write(value).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Writes a value with the members of all objects sorted, so that equal values have equal texts.
     *
     * @param value maps, lists, strings, numbers, booleans, nulls, {@link RawJson}
     * @return its canonical JSON
     */
    public static String canonical(@Nullable Object value) {
        return new JsonWriter(true).append(value).toString();
    }

    private StringBuilder append(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            object(sorted ? new TreeMap<>(map) : map);
        } else if (value instanceof List<?> list) {
            array(list);
        } else if (value instanceof String string) {
            string(string);
        } else if (value instanceof RawJson text) {
            out.append(text.json());
        } else if (value instanceof BigDecimal decimal) {
            out.append(decimal.scale() >= 0 && decimal.scale() <= MAX_PLAIN_SCALE ? decimal.toPlainString() : decimal);
        } else if (value == null || value instanceof Boolean || value instanceof Number) {
            out.append(value);
        } else {
            throw new IllegalArgumentException("no JSON for " + value.getClass());
        }
        return out;
    }

    private void object(Map<?, ?> map) {
        String separator = "{";
        for (Map.Entry<?, ?> member : map.entrySet()) {
            out.append(separator);
            string((String) member.getKey());
            out.append(':');
            append(member.getValue());
            separator = ",";
        }
        out.append(map.isEmpty() ? "{}" : "}");
    }

    private void array(List<?> list) {
        String separator = "[";
        for (Object element : list) {
            out.append(separator);
            append(element);
            separator = ",";
        }
        out.append(list.isEmpty() ? "[]" : "]");
    }

    private void string(String string) {
        out.append('"');
        int written = 0;
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                out.append(string, written, i).append('\\');
                escaped(c);
                written = i + 1;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < string.length()
                    && Character.isLowSurrogate(string.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) { // half a pair, which UTF-8 does not know
                out.append(string, written, i).append('\\');
                escaped(c);
                written = i + 1;
            }
        }
        out.append(string, written, string.length()).append('"');
    }

    /** No longer than it can be written otherwise. */
    private void escaped(char c) {
        int known = SHORT.indexOf(c);
        if (known >= 0) {
            out.append(SHORT_NAMES.charAt(known));
        } else {
            out.append('u').append(HEX.toHexDigits(c));
        }
    }
}
