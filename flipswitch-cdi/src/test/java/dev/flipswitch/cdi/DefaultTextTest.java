package dev.flipswitch.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openfeature.sdk.Value;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefaultTextTest {
    private static final ValueType ANY = new ValueType(Value.class, 0);
    private static final ValueType DOUBLE = new ValueType(Double.class, 0);
    private static final ValueType DOUBLES = new ValueType(Double.class, 1);

    /** The time that such a number takes grows with the square of its length. */
    @ParameterizedTest
    @ValueSource(strings = {"%s", "-%s", "0.%s", "1e%s", "[%s]", "{\"a\":[1,%s]}"})
    void refusesNumbersThatWouldTakeLongToRead(String pattern) {
        String text = pattern.replace("%s", "1".repeat(1_000_000));

        for (ValueType type : List.of(ANY, DOUBLE, DOUBLES)) {
            assertThatThrownBy(() -> DefaultText.read(text, type))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("it has a number of 100000")
                    .hasMessageContaining("1000 are the most");
        }
    }

    @Test
    void refusesWhatIsNestedTooDeeply() {
        assertThatThrownBy(() -> DefaultText.read("[".repeat(100_000), ANY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("it is nested more than 500 levels deep");
    }

    @Test
    void readsWhatIsWithinTheBounds() {
        assertThat(DefaultText.read("0." + "3".repeat(998), DOUBLE)).isEqualTo(1.0 / 3);
        assertThat(DefaultText.read("\"" + "1".repeat(2_000) + "\"", ANY)).isEqualTo(new Value("1".repeat(2_000)));
        assertThat(DefaultText.read("[".repeat(500) + "]".repeat(500), ANY)).isInstanceOf(Value.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,2", "1],[2", "[", "]", "nul"})
    void refusesWhatIsNoValue(String text) {
        assertThatThrownBy(() -> DefaultText.read(text, ANY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("it cannot be read");
    }
}
