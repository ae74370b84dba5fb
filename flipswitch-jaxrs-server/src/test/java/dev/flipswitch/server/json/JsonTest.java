package dev.flipswitch.server.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"b\":1,\"a\":[true,false,null,{}]}",
                "10",
                "10.0",
                "-0.000001",
                "9223372036854775807",
                "123456789012345678901234567890",
                "\"\\u0001 \\\" \\\\ / é \"",
            })
    void writesWhatItRead(String text) {
        assertThat(JsonWriting.write(JsonReading.read(text))).isEqualTo(text);
    }

    @Test
    void readsNumbersByHowTheyAreWritten() {
        assertThat(JsonReading.read("[10, 10.0, 1e1, 9223372036854775808]"))
                .isEqualTo(Arrays.asList(
                        10L, new BigDecimal("10.0"), new BigDecimal("1E+1"), BigInteger.ONE.shiftLeft(63)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "{", "[1,]", "{\"a\"}", "{\"a\":1,}", "nul", "{} {}", "'a'", "01", "\"\u0001\"", "[1}"})
    void refusesWhatIsNoJson(String text) {
        assertThatThrownBy(() -> JsonReading.read(text)).isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void refusesBytesThatAreNoUtf8() {
        assertThatThrownBy(() -> JsonReading.read(new byte[] {'"', (byte) 0xff, '"'}))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessage("not valid UTF-8");
    }

    @Test
    void refusesDepthThatWouldOverflowTheStack() {
        assertThatThrownBy(() -> JsonReading.read("[".repeat(100_000)))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessage("nested more than 64 levels deep");
    }

    @Test
    void writesEqualValuesCanonicallyTheSame() {
        String one = JsonWriting.canonical(JsonReading.read("{\"a\":{\"x\":1,\"y\":2},\"b\":[]}"));
        String other = JsonWriting.canonical(JsonReading.read("{\"b\":[],\"a\":{\"y\":2,\"x\":1}}"));

        assertThat(one).isEqualTo(other).isEqualTo("{\"a\":{\"x\":1,\"y\":2},\"b\":[]}");
    }

    @Test
    void keepsEverythingOnOneLine() {
        assertThat(JsonWriting.write(Map.of("a", List.of("1\r\n2\u2028"))))
                .isEqualTo("{\"a\":[\"1\\u000d\\u000a2\\u2028\"]}");
    }

    @Test
    void doesNotSpellHugeExponentsOut() {
        assertThat(JsonWriting.write(JsonReading.read("1e999999999"))).isEqualTo("1E+999999999");
    }
}
