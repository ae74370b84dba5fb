package dev.flipswitch.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Failure policy 14: memory stays bounded, seen in a JVM with a heap of 16 MiB. */
class SseParserHeapTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a line without end      | 0 events, 1 dropped",
                "an event without end    | 0 events, 1 dropped",
                "a comment without end   | 0 events, 0 dropped",
                "fields without end      | 0 events, 0 dropped",
                "events around the limit | 128 events, 128 dropped"
            })
    void readsInASmallHeapWhatWouldFillAnyHeap(String stream, String expected) throws Exception {
        Process process = start(stream, HostileStreams.LIMIT);
        assertThat(outputOf(process)).isEqualToIgnoringNewLines(expected);
        assertThat(process.waitFor()).isZero();
    }

    /** So the test above would notice. */
    @ParameterizedTest
    @ValueSource(strings = {"a line without end", "an event without end"})
    void runsOutOfMemoryWithoutTheLimit(String stream) throws Exception {
        Process process = start(stream, Integer.MAX_VALUE);
        assertThat(outputOf(process)).contains("java.lang.OutOfMemoryError");
        assertThat(process.waitFor()).isNotZero();
    }

    private static Process start(String stream, int maxEventSize) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1", // it lives shortly
                        "-Xmx16m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HostileStreams.class.getName(),
                        stream,
                        String.valueOf(maxEventSize))
                .redirectErrorStream(true)
                .start();
    }

    private static String outputOf(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }
}
