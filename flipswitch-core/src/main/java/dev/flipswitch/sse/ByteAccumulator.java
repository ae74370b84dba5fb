package dev.flipswitch.sse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Bytes that are collected, decoded and forgotten again; keeps its memory, unless it was a lot. Not thread-safe. */
final class ByteAccumulator {
    private static final int INITIAL = 256;
    private static final int WORTH_KEEPING = 64 * 1024;

    private byte[] array = new byte[INITIAL];
    private int length;

    void set(byte[] source, int from, int to) {
        clear();
        append(source, from, to);
    }

    void append(byte[] source, int from, int to) {
        int count = to - from;
        ensure(count);
        System.arraycopy(source, from, array, length, count);
        length += count;
    }

    void append(char ascii) {
        ensure(1);
        array[length++] = (byte) ascii;
    }

    private void ensure(int more) {
        if (more > array.length - length) {
            array = Arrays.copyOf(array, Math.max(array.length * 2, length + more));
        }
    }

    void clear() {
        length = 0;
        if (array.length > WORTH_KEEPING) {
            array = new byte[INITIAL];
        }
    }

    int length() {
        return length;
    }

    boolean isEmpty() {
        return length == 0;
    }

    /** The bytes themselves, of which {@link #length()} count. */
    byte[] array() {
        return array;
    }

    /** How much memory is held at the moment. */
    int capacity() {
        return array.length;
    }

    String text() {
        return new String(array, 0, length, UTF_8);
    }

    /** The text; {@code likely} itself, if it is that and ASCII. */
    String text(String likely) {
        return isAscii(likely) ? likely : text();
    }

    private boolean isAscii(String text) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (array[i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
