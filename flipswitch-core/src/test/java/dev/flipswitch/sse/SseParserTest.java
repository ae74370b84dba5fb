package dev.flipswitch.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

    @ParameterizedTest
    @MethodSource("streams")
    void readsAStreamThatIsSplitAnywhere(String stream, List<SseEvent> expected) {
        byte[] bytes = stream.getBytes(UTF_8);
        for (int split = 0; split <= bytes.length; split++) {
            List<SseEvent> events = new ArrayList<>();
            SseParser parser = new SseParser("", events::add);
            parser.feed(ByteBuffer.wrap(Arrays.copyOfRange(bytes, 0, split)));
            parser.feed(ByteBuffer.wrap(Arrays.copyOfRange(bytes, split, bytes.length)));
            assertThat(events).as("split at %d", split).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void readsAStreamThatComesByteByByte(String stream, List<SseEvent> expected) {
        List<SseEvent> events = new ArrayList<>();
        SseParser parser = new SseParser("", events::add);
        for (byte b : stream.getBytes(UTF_8)) {
            parser.feed(ByteBuffer.wrap(new byte[] {b}));
        }
        assertThat(events).isEqualTo(expected);
    }

    @Test
    void keepsTheIdOfAnEarlierConnectionUntilAnotherComes() {
        List<SseEvent> events = new ArrayList<>();
        SseParser parser = new SseParser("41", events::add);
        parser.feed(UTF_8.encode("data: a\n\nid: 42\ndata: b\n\n"));
        assertThat(events).extracting(SseEvent::lastEventId).containsExactly("41", "42");
    }

    @Test
    void takesNoIdFromABlockThatIsNotFinished() {
        SseParser parser = new SseParser("41", event -> {});
        parser.feed(UTF_8.encode("id: 42\ndata: b\n"));
        assertThat(parser.lastEventId()).isEqualTo("41");
    }

    @Test
    void replacesWhatIsNotUtf8() {
        List<SseEvent> events = new ArrayList<>();
        SseParser parser = new SseParser("", events::add);
        parser.feed(ByteBuffer.wrap(new byte[] {'d', 'a', 't', 'a', ':', (byte) 0xC3, '\n', '\n'}));
        assertThat(events).containsExactly(event("\uFFFD"));
    }
}
