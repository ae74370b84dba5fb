package dev.flipswitch.server.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        assertThat(JsonWriter.write(JsonReader.read(text))).isEqualTo(text);
    }

    @Test
    void readsNumbersByHowTheyAreWritten() {
        assertThat(JsonReader.read("[10, 10.0, 1e1, 9223372036854775808]"))
                .isEqualTo(Arrays.asList(
                        10L, new BigDecimal("10.0"), new BigDecimal("1E+1"), BigInteger.ONE.shiftLeft(63)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "{", "[1,]", "{\"a\"}", "{\"a\":1,}", "nul", "{} {}", "'a'", "01", "\"\u0001\"", "[1}"})
    void refusesWhatIsNoJson(String text) {
        assertThatThrownBy(() -> JsonReader.read(text)).isInstanceOf(MalformedJsonException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a':1}| a name in double quotes with a colon, or } is expected at line 1, column 2",
                "{\"a\":1 \"b\":2}| a comma and a name in double quotes with a colon, or } is expected at line 1, column 10",
                "{\"a\":}| a value is expected at line 1, column 6",
                "{\"a\":[1~2]}| a comma and a value, or ] is expected at line 2, column 1",
                "{\"a\":~~[tru]}| a value or ] is expected at line 3, column 5",
                "{} {}| the end is expected at line 1, column 4",
                "{\"a\":~ 1| a comma and a name in double quotes with a colon, or } is expected at line 2, column 3",
            })
    void saysWhereTheJsonEndsAndWhatIsExpectedThere(String text, String fault) {
        assertThatThrownBy(() -> JsonReader.read(text.replace('~', '\n')))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessage("not valid JSON: " + fault);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1,\"a\":1}", "{\"\":[{\"b\":null,\"c\":1,\"\\u0062\":2}]}"})
    void refusesANameThatIsThereTwice(String text) {
        assertThatThrownBy(() -> JsonReader.read(text))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageStartingWith("not accepted: an object has the same name twice at line 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "-1", "0.1", "1e1", "-0.1e-1"})
    void refusesNumbersThatWouldTakeLongToRead(String begin) {
        String longest = begin + "1".repeat(1_000 - begin.length());

        if (begin.contains("e")) {
            assertThatThrownBy(() -> JsonReader.read(longest)).isInstanceOf(MalformedJsonException.class);
        } else {
            assertThat(JsonReader.read(longest)).hasToString(longest);
        }
        assertThatThrownBy(() -> JsonReader.read("{\"a\":\n [" + longest + "1]}"))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessage("not accepted: a number may have at most 1000 characters, but one has 1001 at line 2,"
                        + " column 3");
    }

    @Test
    void refusesBytesThatAreNoUtf8() {
        assertThatThrownBy(() -> JsonReader.read(new byte[] {'"', (byte) 0xff, '"'}))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessage("not valid UTF-8");
    }

    @Test
    void refusesDepthThatWouldOverflowTheStack() {
        assertThatThrownBy(() -> JsonReader.read("[".repeat(100_000)))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessage("nested more than 64 levels deep at line 1, column 66");
    }

    @Test
    void writesEqualValuesCanonicallyTheSame() {
        String one = JsonWriter.canonical(JsonReader.read("{\"a\":{\"x\":1,\"y\":2},\"b\":[]}"));
        String other = JsonWriter.canonical(JsonReader.read("{\"b\":[],\"a\":{\"y\":2,\"x\":1}}"));

        assertThat(one).isEqualTo(other).isEqualTo("{\"a\":{\"x\":1,\"y\":2},\"b\":[]}");
    }

    @Test
    void keepsEverythingOnOneLine() {
        assertThat(JsonWriter.write(Map.of("a", List.of("1\r\n2")))).isEqualTo("{\"a\":[\"1\\r\\n2\"]}");
    }

    /** What is shown is no longer than what was sent, so that it can be sent back. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\ud83d\ude00\u2028\u2029\u007f\u00e4\"",
                "\"\\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001f\"",
                "\"\\ud83d-\\ude00\\ud83d\"",
            })
    void writesTextsAsShortAsTheyCanBe(String json) {
        assertThat(JsonWriter.write(JsonReader.read(json))).isEqualTo(json);
        assertThat(new String(JsonWriter.bytes(JsonReader.read(json)), StandardCharsets.UTF_8))
                .isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e2147483648", "-1.5E-99999999999"})
    void saysThatAnExponentIsTooLarge(String number) {
        assertThatThrownBy(() -> JsonReader.read("{\"a\":" + number + "}"))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessage("not accepted: the exponent of a number is too large or too small at line 1, column 6");
    }

    @Test
    void doesNotSpellHugeExponentsOut() {
        assertThat(JsonWriter.write(JsonReader.read("1e999999999"))).isEqualTo("1E+999999999");
    }
}
