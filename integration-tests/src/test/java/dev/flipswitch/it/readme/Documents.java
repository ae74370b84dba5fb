package dev.flipswitch.it.readme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The project's documents. */
final class Documents {
    static final Path ROOT = Path.of("..");
    private static final Pattern CODE = Pattern.compile("(?ms)^([ >]*)```.*?^\\1```$");

    private Documents() {}

    /** All Markdown files of the project: at its top, in the folders there, and the decisions. */
    static List<Path> all() {
        try (Stream<Path> top = Files.list(ROOT)) {
            Stream<String> folders = top.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString());
            return Stream.concat(Stream.of(".", "docs/decisions"), folders)
                    .sorted()
                    .flatMap(Documents::in)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The Markdown files directly in a folder, in the order of their names. */
    static Stream<Path> in(String folder) {
        try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".md")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A page's text, with nothing where it has blocks of code. */
    static String prose(Path page) {
        return CODE.matcher(text(page)).replaceAll("");
    }
}
