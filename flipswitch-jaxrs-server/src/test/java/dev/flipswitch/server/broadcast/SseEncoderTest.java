package dev.flipswitch.server.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flipswitch.server.events.WireEvent;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SseEncoderTest {

    @Test
    void writesOneLineForEachFieldAndEndsLinesWithLf() {
        assertThat(text(new WireEvent("flag-updated", "7", "{\"flagKey\":\"\u00fc\"}")))
                .isEqualTo("event: flag-updated\nid: 7\ndata: {\"flagKey\":\"\u00fc\"}\n\n");
        assertThat(text(WireEvent.HEARTBEAT)).isEqualTo("event: heartbeat\ndata: {}\n\n");
    }

    /** WHATWG HTML, 9.2.5: CR and LF end a line, and an id with NUL is ignored. */
    @Test
    void letsNoValueBeginALineOrAnEventOfItsOwn() {
        assertThat(text(new WireEvent("a\r\ndata: x", "1\n\n\0", "one\rtwo\r\nevent: three\n\nfour")))
                .isEqualTo("event: adata: x\nid: 1\ndata: one\ndata: two\ndata: event: three\ndata: \ndata: four\n\n");
    }

    private static String text(WireEvent event) {
        return new String(SseEncoder.bytes(event), StandardCharsets.UTF_8);
    }
}
