package dev.flipswitch.it;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A web application as a folder, made of a test's own classes and of the jars that the test runs with. For one thread. */
final class ExplodedWar {
    private final Path folder;

    ExplodedWar(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    ExplodedWar file(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    /** Adds a deployment descriptor with these elements. */
    ExplodedWar webXml(String elements) throws IOException {
        return file(
                "WEB-INF/web.xml",
                "<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"6.0\">" + elements + "</web-app>");
    }

    ExplodedWar classes(Class<?>... types) throws IOException {
        for (Class<?> type : types) {
            String path = type.getName().replace('.', '/') + ".class";
            Path file = folder.resolve("WEB-INF/classes").resolve(path);
            Files.createDirectories(file.getParent());
            try (InputStream in = type.getClassLoader().getResourceAsStream(path)) {
                Files.copy(Objects.requireNonNull(in, path), file);
            }
        }
        return this;
    }

    /** Adds the jar of each of these classes. */
    ExplodedWar jarsOf(Class<?>... types) throws IOException {
        Path lib = Files.createDirectories(folder.resolve("WEB-INF/lib"));
        for (Class<?> type : types) {
            Path jar = jarOf(type);
            Files.copy(jar, lib.resolve(jar.getFileName()));
        }
        return this;
    }

    /** Adds these jars. */
    ExplodedWar jars(List<Path> jars) throws IOException {
        Path lib = Files.createDirectories(folder.resolve("WEB-INF/lib"));
        for (Path jar : jars) {
            Files.copy(jar, lib.resolve(jar.getFileName()));
        }
        return this;
    }

    /** Adds the libraries of another web application. */
    ExplodedWar libsOf(Path war) throws IOException {
        return libsOf(war, name -> true);
    }

    /** Adds those libraries of another web application whose names are wanted. */
    ExplodedWar libsOf(Path war, Predicate<String> wanted) throws IOException {
        Path lib = Files.createDirectories(folder.resolve("WEB-INF/lib"));
        try (FileSystem other = FileSystems.newFileSystem(war);
                DirectoryStream<Path> jars = Files.newDirectoryStream(other.getPath("WEB-INF/lib"))) {
            for (Path jar : jars) {
                if (wanted.test(jar.getFileName().toString())) {
                    Files.copy(jar, lib.resolve(jar.getFileName().toString()));
                }
            }
        }
        return this;
    }

    /** Takes out the libraries whose names begin so. */
    ExplodedWar withoutLib(String name) throws IOException {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder.resolve("WEB-INF/lib"), name + "*")) {
            for (Path jar : jars) {
                Files.delete(jar);
            }
        }
        return this;
    }

    /** Writes it as one file, which it returns. */
    Path zip(Path war) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(war));
                Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
                Files.copy(file, zip);
            }
        }
        return war;
    }

    /** Where a class comes from. */
    static Path jarOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
