package dev.flipswitch.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flipswitch.ofrep.Refetch;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What events' data can be. */
class EventDecoderTest {
    private static final int DEEP = 1500;

    private final EventDecoder data = new EventDecoder();

    static Stream<String> unreadable() {
        String nested = "[".repeat(DEEP) + "]".repeat(DEEP);
        String abyss = "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000);
        return Stream.of(
                "",
                "null",
                "true",
                "7",
                "\"flag\"",
                "[]",
                "[{\"flagKey\":\"a\"}]",
                "{",
                "{\"flagKey\":\"a\"",
                "{\"flagKey\":\"a\"} x",
                "{\"flagKey\":\"a\"}{}",
                "{\"flagKey\":\"a\",\"flagKey\":\"b\"}",
                "{\"flagKey\":\"a\",\"more\":" + nested + "}",
                "{\"more\":" + nested + ",\"flagKey\":\"a\"}",
                nested,
                abyss,
                "\uFEFF{\"flagKey\":\"a\"}",
                "{\"flagKey\":\"a\",\"n\":1e}",
                "{\"flagKey\":\"\\ud8\"}",
                "\uFFFD\uFFFD");
    }

    /** Failure policy 60. */
    @ParameterizedTest
    @MethodSource("unreadable")
    void whatCannotBeReadIsAChangeOfAllFlags(String text) {
        assertThat(data.flagChange("flag-updated", text).flags().isAny()).isTrue();
        assertThat(data.flagChange("flag-change", text).flags().isAny()).isTrue();
        assertThat(data.configUpdate(text).flags().isAny()).isTrue();
        assertThat(data.refetch(text)).contains(new Refetch(null, null));
        assertThat(data.keyRotation(text)).isEmpty();
    }

    /** Failure policy 60. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"flagKey\":null}",
                "{\"flagKey\":5}",
                "{\"flagKey\":[\"a\"]}",
                "{\"flagKey\":{}}",
                "{\"flagKey\":\"\"}",
                "{\"flagKey\":\"a\uFFFD\"}",
                "{\"key\":\"a\"}"
            })
    void aChangeThatNamesNoFlagIsOneOfAllFlags(String text) {
        assertThat(data.flagChange("flag-updated", text).flags().isAny()).isTrue();
    }

    /** Failure policy 60. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"flagKey\":\"a\",\"timestamp\":5}",
                "{\"timestamp\":\"soon\",\"flagKey\":\"a\",\"n\":1e999999999}"
            })
    void whatElseIsInAnEventDoesNotMatter(String text) {
        FlagInvalidation event = data.flagChange("flag-updated", text);
        assertThat(event.flags().flagKeys()).isEqualTo(Set.of("a"));
        assertThat(event.serverTime()).isNull();
    }

    /** Failure policy 60. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"type\":5}", "{\"type\":null}", "{\"etag\":\"e\"}"})
    void anOfrepMessageWithoutATypeMeansThatAllMayHaveChanged(String text) {
        assertThat(data.refetch(text)).isPresent();
    }

    @Test
    void anOfrepMessageOfAnotherTypeOrAboutNothingMeansNothing() {
        assertThat(data.refetch("{\"type\":\"other\"}")).isEmpty();
        assertThat(data.refetch("{}")).isEmpty();
    }
}
