package dev.flipswitch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the failure policy and the tests that cite it together. */
class FailurePolicyTest {
    private static final Path POLICY = Path.of("..", "docs", "failure-policy.md");
    private static final Path TESTS = Path.of("src", "test", "java");
    private static final Pattern ITEM = Pattern.compile("(?m)^(\\d+)\\. ");
    private static final Pattern CITATION = Pattern.compile("failure policy ((?:\\d+(?:, | and )?)+)");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private static Set<Integer> promised() throws IOException {
        return numbers(ITEM, Files.readString(POLICY));
    }

    private static Set<Integer> cited() throws IOException {
        try (Stream<Path> files = Files.walk(TESTS)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(FailurePolicyTest::read)
                    .flatMap(text -> numbers(CITATION, text.toLowerCase(Locale.ROOT)).stream())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<Integer> numbers(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .flatMap(found -> NUMBER.matcher(found.group(1)).results())
                .map(number -> Integer.valueOf(number.group()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void eachPromiseHasATestAndEachTestAPromise() throws IOException {
        assertThat(promised()).isNotEmpty();
        assertThat(cited()).isEqualTo(promised());
    }

    @Test
    void thePromisesAreNumberedInOrder() throws IOException {
        Matcher items = ITEM.matcher(Files.readString(POLICY));
        List<Integer> numbers =
                items.results().map(item -> Integer.valueOf(item.group(1))).toList();
        for (int i = 0; i < numbers.size(); i++) {
            assertThat(numbers.get(i)).isEqualTo(i + 1);
        }
    }
}
