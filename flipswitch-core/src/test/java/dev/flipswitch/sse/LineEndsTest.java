package dev.flipswitch.sse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineEndsTest {

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\n\r", "\r\n\n", "\n\u000B", "\r\f", "\n\n\n\n\n\n\n\n\n"})
    void findsTheFirstLineEndWhereverItIs(String end) {
        for (int before = 0; before < 20; before++) {
            for (int after = 0; after < 20; after++) {
                byte[] bytes = ("x".repeat(before) + end + "x".repeat(after)).getBytes(ISO_8859_1);
                for (int from = 0; from <= before; from++) {
                    assertThat(LineEnds.first(bytes, from, bytes.length)).isEqualTo(before);
                }
            }
        }
    }

    @Test
    void takesNoOtherByteForALineEnd() {
        for (int b = 0; b < 256; b++) {
            byte[] bytes = new byte[20];
            Arrays.fill(bytes, (byte) b);
            assertThat(LineEnds.first(bytes, 0, bytes.length)).isEqualTo(b == '\n' || b == '\r' ? 0 : bytes.length);
        }
    }

    @Test
    void looksNoFurtherThanItIsTold() {
        byte[] bytes = "\nxxxxxxxxx\n\n\n\n\n\n\n\n\n".getBytes(ISO_8859_1);
        for (int to = 1; to <= 10; to++) {
            assertThat(LineEnds.first(bytes, 1, to)).isEqualTo(to);
        }
    }
}
