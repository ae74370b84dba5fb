package dev.flipswitch.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WHATWG HTML, sections 9.2.5 (parsing an event stream) and 9.2.6 (interpreting an event stream). */
class SseParserTest {

    static Stream<Arguments> streams() {
        return Stream.of(
                Arguments.of("data: a\n\n", List.of(new SseEvent("message", "a", ""))),
                Arguments.of("data: a\r\n\r\ndata:b\r\r", List.of(event("a"), event("b"))),
                Arguments.of("data: a\r\n\rdata: b\n\r\n", List.of(event("a"), event("b"))),
                Arguments.of("\uFEFFdata: a\n\n", List.of(event("a"))),
                Arguments.of("\uFEFF\uFEFFdata: a\n\n", List.of()),
                Arguments.of("data: a\ndata: b\n\n", List.of(event("a\nb"))),
                Arguments.of("data:  a \n\n", List.of(event(" a "))),
                Arguments.of("data\n\ndata\ndata\n\n", List.of(event(""), event("\n"))),
                Arguments.of("event: x\n\ndata: a\n\n", List.of(event("a"))),
                Arguments.of("event: x\ndata: a\n\n", List.of(new SseEvent("x", "a", ""))),
                Arguments.of(": comment\ndata: a\n:\n\n", List.of(event("a"))),
                Arguments.of("other: 1\nDATA: 2\n data: 3\ndata: a\n\n", List.of(event("a"))),
                Arguments.of("data: a\n", List.of()),
                Arguments.of(
                        "id: 7\ndata: a\n\ndata: b\n\nid\ndata: c\n\n",
                        List.of(new SseEvent("message", "a", "7"), new SseEvent("message", "b", "7"), event("c"))),
                Arguments.of("id: 1\u00002\ndata: a\n\n", List.of(event("a"))),
                Arguments.of("data: gr\u00fc\u00dfe \ud83c\udf08\n\n", List.of(event("gr\u00fc\u00dfe \ud83c\udf08"))));
    }

    private static SseEvent event(String data) {
        return new SseEvent("message", data, "");
    }

    private static SseParser parser(String lastEventId, List<SseEvent> events) {
        ParserOutput output = new ParserOutput(events);
        return new SseParser(lastEventId, 1 << 20, output);
    }

    @ParameterizedTest
    @MethodSource("streams")
    void readsAStreamThatIsSplitAnywhere(String stream, List<SseEvent> expected) {
        byte[] bytes = stream.getBytes(UTF_8);
        for (int split = 0; split <= bytes.length; split++) {
            List<SseEvent> events = new ArrayList<>();
            SseParser parser = parser("", events);
            parser.feed(ByteBuffer.wrap(Arrays.copyOfRange(bytes, 0, split)));
            parser.feed(ByteBuffer.wrap(Arrays.copyOfRange(bytes, split, bytes.length)));
            assertThat(events).as("split at %d", split).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void readsAStreamThatComesByteByByte(String stream, List<SseEvent> expected) {
        List<SseEvent> events = new ArrayList<>();
        SseParser parser = parser("", events);
        for (byte b : stream.getBytes(UTF_8)) {
            parser.feed(ByteBuffer.wrap(new byte[] {b}));
        }
        assertThat(events).isEqualTo(expected);
    }

    @Test
    void keepsTheIdOfAnEarlierConnectionUntilAnotherComes() {
        List<SseEvent> events = new ArrayList<>();
        SseParser parser = parser("41", events);
        parser.feed(UTF_8.encode("data: a\n\nid: 42\ndata: b\n\n"));
        assertThat(events).extracting(SseEvent::lastEventId).containsExactly("41", "42");
    }

    /** Failure policy 21. */
    @Test
    void takesNeitherEventNorIdFromABlockThatIsNotFinished() {
        List<SseEvent> events = new ArrayList<>();
        SseParser parser = parser("41", events);
        parser.feed(UTF_8.encode("id: 42\ndata: b\n"));
        assertThat(events).isEmpty();
        assertThat(parser.lastEventId()).isEqualTo("41");
    }

    /** Failure policy 21. */
    @Test
    void replacesWhatIsNotUtf8() {
        List<SseEvent> events = new ArrayList<>();
        SseParser parser = parser("", events);
        parser.feed(ByteBuffer.wrap(new byte[] {'d', 'a', 't', 'a', ':', (byte) 0xC3, '\n', '\n'}));
        assertThat(events).containsExactly(event("\uFFFD"));
    }

    /** Failure policy 19. */
    @Test
    void takesAReconnectionTimeOfAsciiDigitsOnlyAndOfAnHourAtMost() {
        ParserOutput output = new ParserOutput();
        SseParser parser = new SseParser("", 1000, output);
        Stream.of("2500", "007", "-1", "1.5", "1s", "+3", " 4", "", "\u0663", "99999999999999999999999999")
                .forEach(value -> parser.feed(UTF_8.encode("retry: " + value + "\n")));
        parser.feed(UTF_8.encode("retry\nretry:\n"));
        assertThat(output.retries).containsExactly(Duration.ofMillis(2500), Duration.ofMillis(7), Duration.ofHours(1));
    }

    static Stream<Arguments> endlessEvents() {
        return Stream.of(
                Arguments.of("data: ", "x".repeat(100)),
                Arguments.of("", "data: " + "x".repeat(100) + "\n"),
                Arguments.of("", "data\n"),
                Arguments.of("event: ", "x"),
                Arguments.of("id: ", "x"));
    }

    /** Failure policy 14: memory stays bounded, the rest of the event is skipped. */
    @ParameterizedTest
    @MethodSource("endlessEvents")
    void dropsAnEventWithoutEndOnceAndGoesOnAfterIt(String begin, String more) {
        ParserOutput output = new ParserOutput();
        SseParser parser = new SseParser("", 1 << 20, output);
        parser.feed(UTF_8.encode("id: 1\ndata: before\n\n" + begin));
        ByteBuffer piece = UTF_8.encode(more.repeat(100_000 / more.length())).asReadOnlyBuffer();
        int most = 0;
        for (long fed = 0; fed < 20_000_000; fed += piece.limit()) {
            parser.feed(piece.rewind());
            most = Math.max(most, parser.memory());
        }
        assertThat(most).isLessThan(4 << 20);
        assertThat(parser.memory()).as("while skipping").isLessThan(20_000);
        parser.feed(UTF_8.encode((more.endsWith("\n") ? "" : "\n") + "id: 2\n\ndata: after\n\n"));
        assertThat(output.dropped).isEqualTo(1);
        assertThat(output.events)
                .containsExactly(new SseEvent("message", "before", "1"), new SseEvent("message", "after", "2"));
    }

    /** Failure policy 14. */
    @ParameterizedTest
    @ValueSource(strings = {":", "unknown: ", "", "retry: "})
    void countsNothingOfALineThatTheStandardIgnores(String begin) {
        ParserOutput output = new ParserOutput();
        SseParser parser = new SseParser("", 1000, output);
        parser.feed(UTF_8.encode("data: before\n" + begin));
        ByteBuffer piece = UTF_8.encode("data".repeat(1000)).asReadOnlyBuffer();
        for (int i = 0; i < 100; i++) {
            parser.feed(piece.rewind());
            assertThat(parser.memory()).isLessThan(20_000);
        }
        parser.feed(UTF_8.encode("\ndata: after\n\n"));
        assertThat(output.events).containsExactly(event("before\nafter"));
        assertThat(output.dropped).isZero();
    }

    /** Failure policy 14. */
    @ParameterizedTest
    @ValueSource(ints = {10, 1000, 1 << 20})
    void takesAsMuchDataAsTheLimitSaysAndNotOneByteMore(int limit) {
        String half = "x".repeat(limit / 2);
        for (String lines : List.of(half + half, half.substring(1) + "\r\ndata: " + half)) {
            String fits = "event: 0123456789\nid: 9\nother: 0123456789\n: comment\ndata: " + lines;
            byte[] stream = (fits + "\n\n" + fits + "x\nid: 10\n\n").getBytes(UTF_8);
            for (int cut : new int[] {0, 70, fits.length() - 1, fits.length() + 75, stream.length - 12}) {
                ParserOutput output = ParserOutput.parse(stream, limit, cut);
                assertThat(output.events).hasSize(1);
                assertThat(output.dropped).isEqualTo(1);
                assertThat(output.all).last().asString().contains("'10'");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "event: x\n", "unknown\n", "retry: 1\n", "id: 1\n", ": x\n"})
    void holdsLittleUnderEndlessFieldsThatHoldNothing(String field) {
        ParserOutput output = new ParserOutput();
        SseParser parser = new SseParser("", 1000, output);
        ByteBuffer piece = UTF_8.encode(":" + "x".repeat(5000) + "\n" + field.repeat(10_000));
        for (int i = 0; i < 100; i++) {
            parser.feed(piece.rewind());
        }
        assertThat(parser.memory()).isLessThan(20_000);
        assertThat(output.dropped).isZero();
    }

    @Test
    void givesTheMemoryOfAHugeEventBack() {
        ParserOutput output = new ParserOutput();
        SseParser parser = new SseParser("", 1 << 20, output);
        byte[] huge = ("data: " + "x".repeat(1_000_000)).getBytes(UTF_8);
        for (byte b : huge) {
            parser.feed(ByteBuffer.wrap(new byte[] {b}));
        }
        parser.feed(UTF_8.encode("\n\n"));
        assertThat(output.events).hasSize(1);
        assertThat(parser.memory()).isLessThan(2_000);
    }
}
