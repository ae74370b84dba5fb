package dev.flipswitch.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** An enterprise application in one file. For one thread. */
final class Ear implements AutoCloseable {
    private static final String LIBRARIES = "WEB-INF/lib/";

    private final ZipOutputStream zip;

    Ear(Path file) throws IOException {
        zip = new ZipOutputStream(Files.newOutputStream(file));
    }

    /** Adds a module, or anything else. */
    Ear file(String path, Path file) throws IOException {
        zip.putNextEntry(new ZipEntry(path));
        Files.copy(file, zip);
        return this;
    }

    /** Adds those libraries of a web application whose names are wanted, for all modules. */
    Ear libsOf(Path war, Predicate<String> wanted) throws IOException {
        try (ZipFile from = new ZipFile(war.toFile())) {
            for (ZipEntry entry : (Iterable<ZipEntry>) from.stream().map(ZipEntry.class::cast)::iterator) {
                if (entry.getName().startsWith(LIBRARIES)
                        && !entry.isDirectory()
                        && wanted.test(entry.getName().substring(LIBRARIES.length()))) {
                    zip.putNextEntry(new ZipEntry("lib/" + entry.getName().substring(LIBRARIES.length())));
                    from.getInputStream(entry).transferTo(zip);
                }
            }
        }
        return this;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
