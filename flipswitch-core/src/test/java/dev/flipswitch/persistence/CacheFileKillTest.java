package dev.flipswitch.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flipswitch.messages.WarningLog;
import dev.flipswitch.ofrep.OfrepEvaluation;
import dev.flipswitch.persistence.CacheSnapshot.FlagInContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** The cache file of a process that is killed while it writes. */
class CacheFileKillTest {
    private static final int FLAGS = 200;

    @TempDir
    Path folder;

    /** Writes as fast as it can, until it is killed. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] args) {
            CacheFile file = new CacheFile(Path.of(args[0]), () -> "here");
            file.read();
            for (int round = 0; ; round++) {
                Map<FlagInContext, OfrepEvaluation> single = new LinkedHashMap<>();
                for (int flag = 0; flag < FLAGS; flag++) {
                    single.put(FlagInContext.of("flag-" + flag, "{}"), CacheFileTest.value(round));
                }
                file.write(new CacheSnapshot(single, Map.of()));
                System.out.println("written");
            }
        }
    }

    /** Failure policy 53. */
    @RepeatedTest(5)
    void isWholeWheneverItsWriterIsKilled() throws Exception {
        Path path = folder.resolve("flags.json");
        WarningLog log = new WarningLog();
        try {
            kill(path);
            CacheSnapshot read = new CacheFile(path, () -> "here").read();
            assertThat(read.single()).hasSize(FLAGS);
            assertThat(read.single().values().stream().distinct()).hasSize(1);
            assertThat(log.lines("")).isEmpty();
        } finally {
            log.close();
        }
    }

    private static void kill(Path path) throws Exception {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1", // it lives shortly
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        path.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            awaitWritten(writer.inputReader());
        } finally {
            writer.destroyForcibly().waitFor();
        }
    }

    private static void awaitWritten(BufferedReader output) {
        try {
            for (int i = 0; i < 20; i++) {
                assertThat(output.readLine()).isEqualTo("written");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
