package dev.flipswitch.sse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each rule of WHATWG HTML, sections 9.2.5 and 9.2.6, cut up everywhere, read by the parser and by a naive one; under a
 * limit that no case reaches, and under some that most exceed. A character of a case stands for one byte.
 */
class SseParserGrammarTest {
    private static final int[] LIMITS = {1000, 16, 9, 5};
    private static final String BOM = "\u00EF\u00BB\u00BF";

    static Stream<Named<String>> cases() {
        return Stream.of(
                Named.of("nothing", ""),
                Named.of("blank lines only", "\n\r\r\n\n\r"),
                Named.of("a byte order mark", BOM + "data: a\n\n"),
                Named.of("two byte order marks", BOM + BOM + "data: a\n\ndata: b\n\n"),
                Named.of("a byte order mark later", "data: a\n\n" + BOM + "data: b\n\n"),
                Named.of("a byte order mark before a comment", BOM + ": comment\ndata: a\n\n"),
                Named.of("a byte order mark before a blank line", BOM + "\ndata: a\n\n"),
                Named.of("half a byte order mark", "\u00EF\u00BBdata: a\n\ndata: b\n\n"),
                Named.of("a byte order mark alone", BOM),
                Named.of("lines ended by LF", "event: e\nid: 1\ndata: a\n\ndata: b\n\n"),
                Named.of("lines ended by CR", "event: e\rid: 1\rdata: a\r\rdata: b\r\r"),
                Named.of("lines ended by CR LF", "event: e\r\nid: 1\r\ndata: a\r\n\r\ndata: b\r\n\r\n"),
                Named.of("lines ended by all three", "data: a\r\n\rdata: b\n\r\ndata: c\r\ndata: d\r\r\n"),
                Named.of("LF CR", "data: a\n\rdata: b\n\rdata: c\r\n\n\r"),
                Named.of("comments", ": c\n:\ndata: a\n:data: b\ndata: c\n:\n\n:\n\n"),
                Named.of("a long comment", ":" + "x".repeat(40) + "\ndata: a\n\n"),
                Named.of("fields without a colon", "data\n\ndata\ndata\n\nevent\nid\nretry\ndata\n\nx\n\n"),
                Named.of("a name that is no field", "DATA: a\nother: b\n data: c\ndata : d\ndatax: e\ndat: f\n\n"),
                Named.of("no name", ":\n :\n : a\n\ndata: b\n\n"),
                Named.of("one space is removed", "data:  a \ndata:b\ndata: \ndata:\ndata:\t c\n\n"),
                Named.of("colons in a value", "data:: a:b\nid:::\nevent: :\n\n"),
                Named.of("several lines of data", "data: a\ndata:\ndata\ndata: b\n\n"),
                Named.of("a JSON value", "event: flag-updated\nid: 17\ndata: {\"flagKey\":\"x\"}\n\n"),
                Named.of("the last type counts", "event: a\nevent: b\ndata: 1\n\ndata: 2\n\n"),
                Named.of("an emptied type", "event: a\nevent\ndata: 1\n\n"),
                Named.of("a type without data is forgotten", "event: a\n\ndata: 1\n\n"),
                Named.of("a type that comes again", "event: a\ndata: 1\n\nevent: a\ndata: 2\n\nevent: b\ndata: 3\n\n"),
                Named.of(
                        "types of one length",
                        "event: a\u00FF\ndata\n\nevent: ab\ndata\n\nevent: \u00C3\u00BC\ndata\n\n"),
                Named.of("a type that begins another", "event: ab\ndata\n\nevent: a\ndata\n\nevent: ab\ndata\n\n"),
                Named.of("the id lives on", "id: 7\ndata: a\n\ndata: b\n\n: c\n\ndata: d\n\n"),
                Named.of("an id without data", "id: 7\n\ndata: a\n\n"),
                Named.of("an id emptied", "id: 7\ndata: a\n\nid\ndata: b\n\nid: 8\n\nid:\n\n"),
                Named.of("an id with NUL is ignored", "id: 7\nid: 1\0002\ndata: a\n\nid:\0\ndata: b\n\n"),
                Named.of("the last id counts", "id: 7\nid: 8\ndata: a\n\n"),
                Named.of("retry of digits only", "retry: 25\nretry:007\nretry: -1\nretry: 1.5\nretry: 1s\nretry:  4\n"),
                Named.of("retry without digits", "retry\nretry:\nretry: \nretry: \u00B2\n\n"),
                Named.of("retry of more than an hour", "retry: 3600001\nretry: 99999999999999999999999\n\n"),
                Named.of("retry inside an event", "data: a\nretry: 5\ndata: b\n\n"),
                Named.of("UTF-8", "data: \u00C3\u00BC\u00E2\u0082\u00AC\u00F0\u009F\u008C\u0088\n\n"),
                Named.of("UTF-8 in type and id", "event: \u00C3\u00BC\nid: \u00E2\u0082\u00AC\ndata: a\n\n"),
                Named.of("malformed UTF-8", "data: \u00C3\nid: \u00FF\u00E2\u0082\nevent: \u0080\n\n"),
                Named.of("a surrogate, an overlong form", "data: \u00ED\u00A0\u0080\u00C0\u008A\u00C0\u00BA\n\n"),
                Named.of("bytes near line ends", "data: \u0009\u000B\u000C\u000E\u008A\u008D\u0085\n\n"),
                Named.of("other characters that end lines", "data: \u00E2\u0080\u00A8\u00C2\u0085\u000B\n\n"),
                Named.of("an unfinished event", "data: a\n\nid: 7\ndata: b\n"),
                Named.of("an unfinished line", "data: a\n\nid: 7"),
                Named.of("an unfinished CR LF", "data: a\r\n\r"),
                Named.of("data over the limit", "id: 1\ndata: " + "x".repeat(20) + "\nid: 2\n\ndata: a\n\n"),
                Named.of("lines over the limit", "data: a\ndata: b\ndata: c\ndata: d\ndata: e\n\nid: 3\ndata: f\n\n"),
                Named.of("a type over the limit", "event: " + "x".repeat(20) + "\ndata: a\n\ndata: b\n\n"),
                Named.of("an id over the limit", "id: " + "1".repeat(20) + "\ndata: a\n\ndata: b\n\n"),
                Named.of("an unknown field over the limit", "x".repeat(20) + "\ndata: a\n\ndata: b\n\n"),
                Named.of("type, id and data together", "event: ab\nid: 12\ndata: abc\ndata: d\n\ndata: e\n\n"),
                Named.of("twice over the limit", "data: aaaaaaaaaaaa\n:\r\rdata: bbbbbbbbbbbb\r\n\r\ndata: c\n\n"),
                Named.of(
                        "a byte order mark after a line over the limit", "x".repeat(20) + "\n" + BOM + "\ndata: a\n\n"),
                Named.of("over the limit, then nothing", "data: " + "x".repeat(20)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsEachRuleHoweverTheStreamIsCutInThree(String text) {
        byte[] stream = text.getBytes(ISO_8859_1);
        for (int limit : LIMITS) {
            List<Object> expected = ReferenceParser.read(stream, limit).all;
            for (int first = 0; first <= stream.length; first++) {
                for (int second = first; second <= stream.length; second++) { // at the end: only one cut
                    check(expected, stream, limit, first, second);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsEachRuleByteByByte(String text) {
        byte[] stream = text.getBytes(ISO_8859_1);
        for (int limit : LIMITS) {
            int[] everywhere = IntStream.range(0, stream.length).toArray();
            check(ReferenceParser.read(stream, limit).all, stream, limit, everywhere);
        }
    }

    private static void check(List<Object> expected, byte[] stream, int limit, int... cuts) {
        List<Object> actual = ParserOutput.parse(stream, limit, cuts).all;
        if (!actual.equals(expected)) {
            assertThat(actual)
                    .as("limit %d, cut at %s", limit, Arrays.toString(cuts))
                    .isEqualTo(expected);
        }
    }
}
