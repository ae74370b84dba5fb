package dev.flipswitch.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The loop that core and the server have, since the server sees nothing of core but its rules. Core's tests are for both. */
class SharedLoopTest {
    private static String body(String source) throws IOException {
        String text = Files.readString(Path.of("..", source));
        int begin = text.indexOf(";\n");
        assertThat(text).as(source).startsWith("package ");
        return text.substring(begin);
    }

    @Test
    void isTheSameInBoth() throws IOException {
        assertThat(body("flipswitch-jaxrs-server/src/main/java/dev/flipswitch/server/broadcast/SerialLoop.java"))
                .isEqualTo(body("flipswitch-core/src/main/java/dev/flipswitch/dispatch/SerialLoop.java"));
    }
}
