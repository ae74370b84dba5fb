package dev.flipswitch.ofrep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openfeature.sdk.Value;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedJsonTest {
    private final Json json = new Json();
    private final ValueJson values = new ValueJson();

    @ParameterizedTest
    @ValueSource(strings = {"1", "-1", "0.1", "1e1", "1E+1", "0.1e-1"})
    void refusesLongNumbersWithTheirPlace(String begin) {
        String number = begin + "1".repeat(1_001 - begin.length());

        assertThatThrownBy(() -> BoundedJson.of("{\"a\":\n [true, " + number + "]}"))
                .isInstanceOf(BoundedJson.BeyondBoundsException.class)
                .hasMessage("it has a number of 1001 characters, where 1000 are the most (line 2, column 9)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e2147483648", "-1.5E-2147483648", "0e+1234567890", "1e001000000000"})
    void refusesExponentsThatNoTypeHolds(String number) {
        assertThatThrownBy(() -> BoundedJson.of("{\"a\":" + number + "}"))
                .isInstanceOf(BoundedJson.BeyondBoundsException.class)
                .hasMessage("it has a number with an exponent of more than 9 digits (line 1, column 6)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "-9.5E-999999999", "1e+0000000000001", "1e400"})
    void readsOtherExponentsWithoutInfinity(String number) {
        assertThat(values.read(number))
                .map(value -> new BigDecimal(value.asObject().toString()).stripTrailingZeros())
                .contains(new BigDecimal(number).stripTrailingZeros());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "-1", "0.1"})
    void readsNumbersUpToTheLimit(String begin) {
        String number = begin + "1".repeat(1_000 - begin.length());

        assertThat(values.read(number)).map(Value::isNumber).contains(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "\"\\\"", "\"\\\\\\\"", "[\"\\u0022", "{\"a\\\\\":\"{[", "{\""})
    void leavesTextAlone(String begin) throws Exception {
        String text = begin + "1".repeat(2_000) + "[".repeat(2_000);
        StringWriter read = new StringWriter();

        BoundedJson.of(text).transferTo(read);

        assertThat(read).hasToString(text);
    }

    @Test
    void refusesDepthThatWouldOverflowTheStack() {
        assertThatThrownBy(() -> values.readObject("{\"a\":" + "[".repeat(100_000)))
                .hasMessage("it is nested more than 500 levels deep (line 1, column 505)");
    }

    @Test
    void knowsAnswersThatAreNotReadFromThoseThatAreNoJson() {
        byte[] endless = ("{\"value\":" + "9".repeat(1_000_000) + "}").getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> json.readObject(endless)).isInstanceOf(BoundedJson.BeyondBoundsException.class);
        assertThat(json.readObject("{\"value\":".getBytes(StandardCharsets.UTF_8)))
                .isNull();
    }

    @Test
    void readsAnAnswerWithAByteOrderMark() {
        assertThat(json.readObject("\uFEFF{\"value\":1}".getBytes(StandardCharsets.UTF_8)))
                .containsKey("value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e-999999999",
                "-1e-400",
                "1.0000000000000000000001",
                "9007199254740993.5",
                "9223372036854775809"
            })
    void keepsWhatADoubleWouldMakeAnIntegerOfOrAnotherOne(String number) {
        assertThat(values.read(number)).map(Value::asObject).contains(new BigDecimal(number));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1e23", "100000000000000000000000", "1.7976931348623157e308", "9223372036854775808", "10.0"})
    void makesADoubleOfWhatIsWrittenSo(String number) {
        assertThat(values.read(number)).map(Value::asObject).contains(Double.valueOf(number));
    }

    @Test
    void readsLongNumbersWithAFractionBeyondDoubles() {
        String number = "1".repeat(400) + ".5";

        assertThat(values.read(number)).map(Value::asObject).contains(new BigDecimal(number));
    }
}
