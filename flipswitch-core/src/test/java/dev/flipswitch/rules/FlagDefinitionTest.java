package dev.flipswitch.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlagDefinitionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "dark mode",
                "dark/mode",
                "dark-mode\n",
                "dark;a=b",
                "dark%2e",
                "dunkel\u00e4",
                "\u0131"
            })
    void refusesAKeyThatIsNone(String key) {
        assertThatThrownBy(() -> new FlagDefinition(key, FlagType.BOOLEAN, Map.of("on", true, "off", false), "off"))
                .isInstanceOfSatisfying(
                        InvalidFlagException.class, e -> assertThat(e.field()).isEqualTo("key"))
                .hasMessageContaining("such as dark-mode");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dark-mode", "dark_mode", "-dark", "dark--mode", "a.b.c", "team:Flag_1", "...", "7", ":"})
    void takesKeysAsOtherSystemsHaveThem(String key) {
        assertThat(new FlagDefinition(key, FlagType.BOOLEAN, Map.of("on", true, "off", false), "off").key())
                .isEqualTo(key);
    }

    @Test
    void takesKeysOf200CharactersAndNoMore() {
        Map<String, Object> variants = Map.of("on", true, "off", false);
        assertThat(new FlagDefinition("k".repeat(200), FlagType.BOOLEAN, variants, "off").key())
                .hasSize(200);
        assertThatThrownBy(() -> new FlagDefinition("k".repeat(201), FlagType.BOOLEAN, variants, "off"))
                .hasMessageContaining("at most 200 characters");
    }

    @Test
    void refusesFewerThanTwoVariants() {
        assertThatThrownBy(() -> new FlagDefinition("a", FlagType.BOOLEAN, Map.of("on", true), "on"))
                .hasMessage("variants must have at least two members, each a name and its value");
    }

    @Test
    void refusesADefaultVariantThatItDoesNotHave() {
        assertThatThrownBy(() -> new FlagDefinition("a", FlagType.STRING, Map.of("x", "1", "y", "2"), "z"))
                .isInstanceOfSatisfying(
                        InvalidFlagException.class, e -> assertThat(e.field()).isEqualTo("defaultVariant"));
    }

    @Test
    void refusesAValueOfAnotherType() {
        refuses(FlagType.BOOLEAN, "true");
        refuses(FlagType.STRING, 1L);
        for (String number : List.of("1.5", "1e-1", "1e19", "1e999999999", "1e-999999999")) {
            refuses(FlagType.INTEGER, new BigDecimal(number));
        }
        assertThat(FlagType.INTEGER.normalize("value", new BigDecimal("1e1"))).isEqualTo(10L);
        assertThat(FlagType.INTEGER.normalize("value", new BigDecimal("10.0"))).isEqualTo(10L);
        refuses(FlagType.INTEGER, BigInteger.ONE.shiftLeft(63));
        refuses(FlagType.DECIMAL, "1.0");
        refuses(FlagType.DECIMAL, new BigDecimal("1E+400"));
        refuses(FlagType.DECIMAL, new BigDecimal("1E-999999999"));
        refuses(FlagType.DECIMAL, Double.NaN);
        refuses(FlagType.OBJECT, "{}");
        refuses(FlagType.OBJECT, 1L);
    }

    @Test
    void holdsNumbersSoThatTheirTypeShows() {
        assertThat(value(FlagType.INTEGER, 10)).isEqualTo(10L);
        assertThat(value(FlagType.DECIMAL, 10L)).isEqualTo(new BigDecimal("10.0"));
        assertThat(value(FlagType.DECIMAL, new BigDecimal("1E+2"))).isEqualTo(new BigDecimal("100.0"));
        assertThat(value(FlagType.DECIMAL, 0.25)).isEqualTo(new BigDecimal("0.25"));
    }

    @Test
    void keepsNothingOfTheCallersStructure() {
        Map<String, Object> structure = new HashMap<>(Map.of("colour", "red"));
        Object held = value(FlagType.OBJECT, structure);

        structure.put("colour", "blue");

        assertThat(held).isEqualTo(Map.of("colour", "red"));
    }

    @Test
    void holdsAnyObjectAndAnyListOfJson() {
        for (Object json : new Object[] {
            List.of(),
            Map.of(),
            Arrays.asList(
                    null, 1L, new BigDecimal("1.50"), List.of(List.of()), Map.of("a", Arrays.asList((Object) null)))
        }) {
            assertThat(value(FlagType.OBJECT, json)).isEqualTo(json);
        }
        List<Object> list = new ArrayList<>(List.of("a"));
        Object held = value(FlagType.OBJECT, list);
        list.add("b");
        assertThat(held).isEqualTo(List.of("a"));
    }

    @Test
    void takesValuesOf64KibAndNoMore() {
        assertThat(value(FlagType.STRING, "ä".repeat(32 * 1024))).asString().hasSize(32 * 1024);
        refusesAsTooBig(FlagType.STRING, "ä".repeat(32 * 1024) + "x");
        assertThat(value(FlagType.OBJECT, Map.of("a", "x".repeat(64 * 1024 - 8))))
                .isNotNull();
        refusesAsTooBig(FlagType.OBJECT, Map.of("a", "x".repeat(64 * 1024 - 7)));
        refusesAsTooBig(FlagType.OBJECT, Map.of("a", Collections.nCopies(32 * 1024, 1)));
    }

    @Test
    void refusesWhatJsonDoesNotKnow() {
        assertThatThrownBy(() -> value(FlagType.OBJECT, Map.of("since", Instant.EPOCH)))
                .isInstanceOf(InvalidFlagException.class)
                .hasMessageContaining("must hold only strings");
        Map<String, Object> circle = new HashMap<>();
        circle.put("again", List.of(circle));
        assertThatThrownBy(() -> value(FlagType.OBJECT, circle))
                .isInstanceOf(InvalidFlagException.class)
                .hasMessageContaining("nested more than 64 levels");
    }

    @Test
    void refusesTagsAndDescriptionsThatMakeNoSense() {
        refusesField("tags[1]", "", List.of("a", "a"));
        refusesField("tags[0]", "", List.of(" "));
        refusesField(
                "tags",
                "",
                IntStream.rangeClosed(0, 100).mapToObj(String::valueOf).toList());
        refusesField("description", "x".repeat(2_001), List.of());
    }

    private static void refusesField(String field, String description, List<String> tags) {
        Map<String, Object> variants = Map.of("on", true, "off", false);
        assertThatThrownBy(() -> new FlagDefinition("a", FlagType.BOOLEAN, variants, "on", description, tags))
                .isInstanceOfSatisfying(
                        InvalidFlagException.class, e -> assertThat(e.field()).isEqualTo(field));
    }

    private static void refusesAsTooBig(FlagType type, Object value) {
        assertThatThrownBy(() -> value(type, value))
                .isInstanceOf(InvalidFlagException.class)
                .hasMessageMatching("variants.. must be at most 65536 bytes.*");
    }

    @Test
    void refusesPercentagesThatMakeNoSense() {
        refusesRollout("-0.001", "rollout.on must be a percentage from 0 to 100");
        refusesRollout("100.001", "rollout.on must be a percentage from 0 to 100");
        refusesRollout("1E+999999999", "rollout.on must be a percentage from 0 to 100");
        refusesRollout("0.0001", "rollout.on must have at most three decimals");
        refusesRollout("1E-999999999", "rollout.on must have at most three decimals");
        assertThatThrownBy(() -> new Rollout(Map.of("on", new BigDecimal("60"), "off", new BigDecimal("40.001"))))
                .hasMessage("rollout must not exceed 100 percent in all, but adds up to 100.001");
    }

    private static void refusesRollout(String percentage, String message) {
        assertThatThrownBy(() -> new Rollout(Map.of("on", new BigDecimal(percentage))))
                .isInstanceOf(InvalidFlagException.class)
                .hasMessage(message);
    }

    private static void refuses(FlagType type, Object value) {
        assertThatThrownBy(() -> value(type, value))
                .isInstanceOf(InvalidFlagException.class)
                .hasMessageMatching("variants.. must be .*")
                .hasMessageEndingWith("because the flag's type is " + type.id());
    }

    private static Object value(FlagType type, Object value) {
        Map<String, Object> variants = new FlagDefinition("a", type, Map.of("x", value, "y", value), "x").variants();
        return Objects.requireNonNull(variants.get("x"));
    }
}
