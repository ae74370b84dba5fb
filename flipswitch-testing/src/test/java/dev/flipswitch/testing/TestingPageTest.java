package dev.flipswitch.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/testing.md shows what is run here. */
class TestingPageTest {

    @ParameterizedTest
    @CsvSource({
        "banner, BannerTest",
        "container, ContainerTest",
        "weld-junit, WeldJunitTest",
        "end-to-end, EndToEndTest"
    })
    void showsTheSnippetThatIsRun(String name, String test) throws IOException {
        String page = Files.readString(Path.of("../docs/testing.md"));
        String source = Files.readString(Path.of("src/test/java/dev/flipswitch/testing/" + test + ".java"));
        String begin = "// snippet: " + name + "\n";
        String tested = source.substring(source.indexOf(begin) + begin.length(), source.indexOf("// end"))
                .stripIndent()
                .strip();
        assertThat(page).contains("<!-- snippet: " + name + " -->\n```java\n" + tested + "\n```");
    }
}
