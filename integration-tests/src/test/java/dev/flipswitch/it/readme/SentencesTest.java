package dev.flipswitch.it.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No sentence of the documents is too long to be read at once, unless it is quoted. A piece of code counts as one word. */
class SentencesTest {
    private static final int MOST_WORDS = 30;

    private static final Pattern NO_PROSE = Pattern.compile("(?m)^(?:[|>].*|#+ .*)$|(?s:<!--.*?-->)");
    private static final Pattern BLOCK = Pattern.compile("\n\\s*\n|\n(?=\\s*(?:[*+-]|\\d+\\.) )");
    private static final Pattern CODE = Pattern.compile("`[^`]*`");
    private static final Pattern ADDRESS = Pattern.compile("\\]\\([^)]*\\)");
    private static final Pattern END = Pattern.compile("(?<=[.!?][*)\"]{0,4})\\s+(?=[\\p{Lu}\\d*\"(\\[])");
    private static final Pattern WORD = Pattern.compile("\\S*[\\p{L}\\p{N}]\\S*");

    static List<Path> pages() {
        return Documents.all();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void areShort(Path page) {
        assertThat(sentences(Documents.prose(page)))
                .filteredOn(sentence -> words(sentence) > MOST_WORDS)
                .isEmpty();
    }

    @Test
    void endWhereTheReaderPauses() {
        assertThat(
                        sentences(
                                "# A heading\n\nOne `a. B` of\nthem. **Two (2).** Three:\n* four\n* five\n\n| a. B |\n> quoted\n"))
                .containsExactly("One X of them.", "**Two (2).**", "Three:", "* four", "* five");
        assertThat(words("See [the X](a b.md), 3 - 4.")).isEqualTo(5);
    }

    private static List<String> sentences(String prose) {
        String text = CODE.matcher(NO_PROSE.matcher(prose).replaceAll("\n")).replaceAll("X");
        return BLOCK.splitAsStream(text)
                .map(block -> block.strip().replaceAll("\\s+", " "))
                .flatMap(END::splitAsStream)
                .filter(sentence -> !sentence.isEmpty())
                .toList();
    }

    private static int words(String sentence) {
        return (int) WORD.matcher(ADDRESS.matcher(sentence).replaceAll("]"))
                .results()
                .count();
    }
}
