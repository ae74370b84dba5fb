package dev.flipswitch.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SemanticVersionTest {

    /** Semantic Versioning 2.0.0, 11. */
    @Test
    void isOrderedByPrecedence() {
        List<SemanticVersion> ascending = List.of(
                        "0.9.99999999999999999999",
                        "1.0.0-0",
                        "1.0.0-2",
                        "1.0.0-10",
                        "1.0.0-alpha",
                        "1.0.0-alpha.1",
                        "1.0.0-alpha.beta",
                        "1.0.0-beta",
                        "1.0.0-beta.2",
                        "1.0.0-beta.11",
                        "1.0.0-rc.1",
                        "1.0.0",
                        "2.0.0",
                        "2.1.0",
                        "2.1.1",
                        "99999999999999999999.0.0")
                .stream()
                .map(text -> Objects.requireNonNull(SemanticVersion.read(text)))
                .toList();

        for (int i = 0; i < ascending.size(); i++) {
            for (int j = 0; j < ascending.size(); j++) {
                assertThat(Integer.signum(ascending.get(i).compareTo(ascending.get(j))))
                        .isEqualTo(Integer.compare(i, j));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2",
                "1.2.3.4",
                "01.2.3",
                "1.2.3-",
                "1.2.3-01",
                "1.2.3-a..b",
                "1.2.3+",
                "1.2.3+a_b",
                "v1.2.3",
                "1.2.x",
                " 1.2.3",
                "-1.2.3",
                "1.2.3-ä",
                "١.٢.٣"
            })
    void isNoneIfItIsWrittenOtherwise(String text) {
        assertThat(SemanticVersion.read(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0.0-alpha-a.b-c", "1.0.0+0001", "1.0.0--", "1.0.0-a+b-c.d", "1.1.2+meta-valid"})
    void takesWhatTheSpecificationAllows(String text) {
        assertThat(SemanticVersion.read(text)).isNotNull();
    }
}
