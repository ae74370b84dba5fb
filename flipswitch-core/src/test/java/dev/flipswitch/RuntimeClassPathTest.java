package dev.flipswitch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an application gets with this module. Which jars these may be, the build's enforcer says. */
class RuntimeClassPathTest {
    private static final long MOST_BYTES = 2_000_000;

    @TempDir
    Path folder;

    @Test
    void isBelowTwoMegabytesWithThisModulesOwnJar() throws Exception {
        long total = Files.size(ownJar());
        for (Path jar : dependencies()) {
            total += Files.size(jar);
        }
        assertThat(total).isLessThan(MOST_BYTES);
    }

    private static List<Path> dependencies() throws IOException {
        try (var list = RuntimeClassPathTest.class.getResourceAsStream("/runtime-class-path.txt")) {
            String path = new String(
                    Objects.requireNonNull(list, "Maven writes the file").readAllBytes(), UTF_8);
            List<Path> jars = Arrays.stream(path.strip().split(File.pathSeparator, -1))
                    .map(Path::of)
                    .toList();
            assertThat(jars).hasSizeGreaterThanOrEqualTo(4);
            return jars;
        }
    }

    /** As the build packs it, later. */
    private Path ownJar() throws Exception {
        Path classes = Path.of(FlipswitchProvider.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path jar = folder.resolve("own.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file);
                Stream<Path> all = Files.walk(classes)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(new ZipEntry(classes.relativize(each).toString()));
                Files.copy(each, zip);
            }
        }
        return jar;
    }
}
