package dev.flipswitch.it.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever pastes a document's Java into a file of a package of his own has what a test of this build compiles and runs. */
class SnippetsTest {
    private static final Path ROOT = Path.of("..");
    private static final Path SHOP = Path.of("src/test/java/com/example/shop");
    private static final Pattern JAVA = Pattern.compile("(?m)^```java\n(.*?)^```$", Pattern.DOTALL);

    static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs)
                    .filter(page -> page.toString().endsWith(".md"))
                    .filter(page -> !page.endsWith("java-se.md")) // its program is in no package: JavaSeTest
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void theDocumentsJavaIsTested(Path document) throws IOException {
        List<String> tested = tested();
        assertThat(tested).isNotEmpty();
        assertThat(JAVA.matcher(text(document)).results())
                .extracting(block -> "package com.example.shop;\n\n" + block.group(1))
                .allSatisfy(snippet -> assertThat(tested).contains(snippet));
    }

    private static List<String> tested() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.map(module -> module.resolve(SHOP))
                    .filter(Files::isDirectory)
                    .flatMap(SnippetsTest::files)
                    .map(SnippetsTest::text)
                    .toList();
        }
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
