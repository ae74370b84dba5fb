package dev.flipswitch.it.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every link between the documents leads somewhere, and the index leads to every page. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]*)(?:#([^)]*))?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final Pattern DECISION = Pattern.compile("^# (\\d+)\\. (.*)\n");

    static List<Path> documents() {
        return Documents.all();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void linksLeadSomewhere(Path document) {
        assertThat(LINK.matcher(Documents.prose(document)).results())
                .allSatisfy(link -> assertLeadsSomewhere(document, link));
    }

    @Test
    void theIndexNamesEveryPage() {
        String index = Documents.text(Documents.ROOT.resolve("docs/README.md"));
        assertThat(Documents.in("docs").map(page -> page.getFileName().toString()))
                .filteredOn(page -> !page.equals("README.md"))
                .allSatisfy(page -> assertThat(index).contains("](" + page));
    }

    @Test
    void theIndexOfDecisionsNamesEachWithItsStatus() {
        String index = Documents.text(Documents.ROOT.resolve("docs/decisions/README.md"));
        assertThat(Documents.in("docs/decisions"))
                .filteredOn(page -> !page.endsWith("README.md"))
                .isNotEmpty()
                .allSatisfy(page -> {
                    Matcher heading = DECISION.matcher(Documents.text(page));
                    assertThat(heading.find()).isTrue();
                    String file = page.getFileName().toString();
                    assertThat(file).startsWith("%04d-".formatted(Integer.parseInt(heading.group(1))));
                    assertThat(index)
                            .containsPattern("(?m)^\\| %s \\| %s \\| .*(?:in force|superseded by).* \\|$"
                                    .formatted(
                                            heading.group(1),
                                            Pattern.quote("[" + heading.group(2) + "](" + file + ")")));
                });
    }

    private static void assertLeadsSomewhere(Path document, MatchResult link) {
        Path target = link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1));
        assertThat(Files.exists(target)).as(link.group()).isTrue();
        if (link.group(2) != null) {
            assertThat(HEADING.matcher(Documents.prose(target)).results())
                    .as(link.group())
                    .anyMatch(heading -> anchor(heading.group(1)).equals(link.group(2)));
        }
    }

    /** As GitHub makes it. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }
}
