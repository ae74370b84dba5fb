package dev.flipswitch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of a test's own, in which nobody else has threads, descriptors or heap. Stateless. */
final class OwnJvm {
    private OwnJvm() {}

    /** Runs a class's main method with the tests' class path to its end, and fails unless it exits with 0. */
    static String run(Duration limit, List<String> options, Class<?> main, String... arguments) throws Exception {
        Path output = Files.createTempFile("own-jvm", ".txt");
        try {
            Process process = builder(options, main, arguments)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended;
            try {
                ended = process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
            } finally {
                process.destroyForcibly().waitFor();
            }
            String text = Files.readString(output);
            assertThat(ended).as("ends within %s:%n%s", limit, text).isTrue();
            assertThat(process.exitValue()).as(text).isZero();
            return text;
        } finally {
            Files.delete(output);
        }
    }

    /** Starts one whose output and input are the test's to read and to write. */
    static Process start(List<String> options, Class<?> main, String... arguments) throws IOException {
        return builder(options, main, arguments)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static ProcessBuilder builder(List<String> options, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1"); // it lives shortly
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }
}
