package dev.flipswitch.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openfeature.sdk.Value;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefaultValueParserTest {
    private static final ValueType ANY = new ValueType(Value.class, 0);
    private static final ValueType DOUBLE = new ValueType(Double.class, 0);
    private static final ValueType DOUBLES = new ValueType(Double.class, 1);

    /** The time that such a number takes grows with the square of its length. */
    @ParameterizedTest
    @ValueSource(strings = {"%s", "-%s", "0.%s", "1e%s", "[%s]", "{\"a\":[1,%s]}"})
    void refusesNumbersThatWouldTakeLongToRead(String pattern) {
        String text = pattern.replace("%s", "1".repeat(1_000_000));

        for (ValueType type : List.of(ANY, DOUBLE, DOUBLES)) {
            assertThatThrownBy(() -> DefaultValueParser.read(text, type))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("it has a number of 100000")
                    .hasMessageContaining("1000 are the most");
        }
    }

    @Test
    void refusesWhatIsNestedTooDeeply() {
        assertThatThrownBy(() -> DefaultValueParser.read("[".repeat(100_000), ANY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("it is nested more than 500 levels deep");
    }

    @Test
    void readsWhatIsWithinTheBounds() {
        assertThat(DefaultValueParser.read("0." + "3".repeat(998), DOUBLE)).isEqualTo(1.0 / 3);
        assertThat(DefaultValueParser.read("\"" + "1".repeat(2_000) + "\"", ANY))
                .isEqualTo(new Value("1".repeat(2_000)));
        assertThat(DefaultValueParser.read("[".repeat(500) + "]".repeat(500), ANY))
                .isInstanceOf(Value.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,2", "1],[2", "[", "]", "nul"})
    void refusesWhatIsNoValue(String text) {
        assertThatThrownBy(() -> DefaultValueParser.read(text, ANY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("it cannot be read");
    }

    record Price(int cents) {}

    @ParameterizedTest
    @ValueSource(strings = {"1.0000000000000000000001", "9007199254740993.5", "1e-400", "10.5", "9223372036854775808"})
    void takesNoNumberForAnIntegerThatIsNone(String text) {
        for (ValueType type : List.of(new ValueType(Integer.class, 0), new ValueType(Long.class, 0))) {
            assertThatThrownBy(() -> DefaultValueParser.read(text, type)).hasMessageContaining("does not fit into");
        }
        assertThatThrownBy(() -> DefaultValueParser.read("[" + text + "]", new ValueType(Integer.class, 1)))
                .hasMessageContaining("does not fit into Integer");
        assertThatThrownBy(() -> DefaultValueParser.read("{\"cents\":" + text + "}", new ValueType(Price.class, 0)))
                .hasMessageContaining("does not fit into Integer");
        assertThat(DefaultValueParser.read(text, DOUBLE)).isEqualTo(Double.valueOf(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9007199254740993", "9223372036854775809", "1e400", "1e999999999"})
    void roundsNoIntegerToADouble(String text) {
        assertThatThrownBy(() -> DefaultValueParser.read(text, DOUBLE))
                .hasMessageContaining("does not fit into Double");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "10.0", "1e1", "100e-1"})
    void readsTenHoweverItIsWritten(String text) {
        assertThat(DefaultValueParser.read(text, new ValueType(Integer.class, 0)))
                .isEqualTo(10);
        assertThat(DefaultValueParser.read(text, DOUBLE)).isEqualTo(10.0);
    }
}
