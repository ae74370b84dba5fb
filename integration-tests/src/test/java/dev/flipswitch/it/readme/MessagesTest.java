package dev.flipswitch.it.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The list of messages in {@code docs/messages.md}, held against the modules' sources. */
class MessagesTest {
    private static final Path DOCUMENT = Path.of("../docs/messages.md");

    @ParameterizedTest
    @CsvSource({
        "CORE, flipswitch-core/src/main/java/dev/flipswitch/messages",
        "CDI, flipswitch-cdi/src/main/java/dev/flipswitch/cdi/messages",
        "SERVLET, flipswitch-servlet/src/main/java/dev/flipswitch/servlet/messages",
        "SERVER, flipswitch-jaxrs-server/src/main/java/dev/flipswitch/server/messages"
    })
    void listsEachMessageOnceWithLevelCauseAndRemedy(String module, String folder) throws IOException {
        String source = Files.readString(Path.of("..", folder, "Messages.java"));
        List<String> written = numbers("\"(FLIP-" + module + "-\\d{4}): ", source);

        assertThat(written).as("in the one form").isEqualTo(numbers("(FLIP-[A-Z]+-\\d{4})", source));
        assertThat(written).doesNotHaveDuplicates();
        assertThat(numbers(
                        "(?m)^\\| (FLIP-" + module
                                + "-\\d{4}) \\| (?:exception|answer|DEBUG|INFO|WARN|ERROR)(?:/[A-Z]+)? \\| [^|\n]{5,} \\| [^|\n]{5,} \\|$",
                        Files.readString(DOCUMENT)))
                .isEqualTo(written.stream().sorted().toList());
    }

    @Test
    void noNumberStandsOutsideOfTheLists() throws IOException {
        assertThat(sourcesWith("\"FLIP-[A-Z]+-\\d{4}[: ]")).isEmpty();
    }

    @Test
    void noLogLineIsWithoutNumber() throws IOException {
        String text = "\\s*(?:\\(\\) -> )?\"";
        assertThat(sourcesWith("\\.log\\(\\s*(?:[A-Za-z]+\\.)*[A-Z]+," + text + "|System\\.err\\.println\\(" + text))
                .isEmpty();
    }

    private static List<Path> sourcesWith(String pattern) throws IOException {
        Pattern wanted = Pattern.compile(pattern);
        List<Path> found = new ArrayList<>();
        try (Stream<Path> sources = Files.walk(Path.of(".."))) {
            for (Path source : sources.filter(MessagesTest::isProductSource).toList()) {
                if (wanted.matcher(Files.readString(source)).find()) {
                    found.add(source);
                }
            }
        }
        return found;
    }

    private static boolean isProductSource(Path path) {
        return path.toString().matches("\\.\\./flipswitch-[a-z-]+/src/main/java/.*\\.java")
                && !path.endsWith("Messages.java");
    }

    private static List<String> numbers(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
