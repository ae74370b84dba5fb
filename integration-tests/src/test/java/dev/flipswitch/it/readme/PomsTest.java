package dev.flipswitch.it.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The {@code pom.xml} that a document shows names the versions that this build tests with. */
class PomsTest {
    private static final Pattern VERSIONED =
            Pattern.compile("<artifactId>([\\w.-]+)</artifactId>\\s*<version>([^<]+)</version>");

    @ParameterizedTest
    @CsvSource({"java-se.md, flags, 5", "web-application.md, shop, 12", "servlet-application.md, shop, 6"})
    void haveTheVersionsOfThisBuild(String document, String project, int count) throws IOException {
        String build = Files.readString(Path.of("../pom.xml"));
        String page = Files.readString(Path.of("../docs", document));
        String pom = page.substring(page.indexOf("```xml\n"), page.indexOf("</project>"));
        List<MatchResult> versions = VERSIONED
                .matcher(pom)
                .results()
                .filter(match -> !match.group(1).equals(project))
                .toList();
        assertThat(versions).hasSize(count).allSatisfy(match -> assertThat(match.group(2))
                .as(match.group(1))
                .isEqualTo(versionOf(match.group(1), build)));
    }

    private static String versionOf(String artifact, String build) {
        String known =
                switch (artifact) {
                    case "flipswitch-core", "flipswitch-bom" -> "flipswitch-parent";
                    case "junit-jupiter" -> "junit-bom";
                    default -> artifact;
                };
        String version = first("<artifactId>" + known + "</artifactId>\\s*<version>([^<]+)</version>", build);
        return version.startsWith("${")
                ? first("<" + version.substring(2, version.length() - 1) + ">([^<]+)<", build)
                : version;
    }

    private static String first(String pattern, String text) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(pattern).isTrue();
        return found.group(1);
    }
}
