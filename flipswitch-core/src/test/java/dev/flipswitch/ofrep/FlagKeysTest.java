package dev.flipswitch.ofrep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which keys a server is asked for. */
class FlagKeysTest {

    @Test
    void asksForWhatCanBeAFlag() {
        assertThat(Stream.of(
                        "a",
                        "...",
                        ".a",
                        "%2e",
                        "%2e%2e",
                        "a/b",
                        "/",
                        "a;b",
                        "a?b",
                        "#",
                        " ",
                        "\u00e4",
                        "\uD83D\uDE00",
                        "\\",
                        "a".repeat(1000)))
                .allMatch(FlagKeys::canBeAsked);
    }

    @Test
    void doesNotAskForWhatWouldBecomeSomethingElseOnItsWay() {
        assertThat(Stream.of("", ".", "..", "a\0b", "a\nb", "\u007f", "\u0085", "a\uD83D", "\uDE00a", "a".repeat(1001)))
                .noneMatch(FlagKeys::canBeAsked);
    }
}
