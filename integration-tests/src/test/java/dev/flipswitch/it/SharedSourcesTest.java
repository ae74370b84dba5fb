package dev.flipswitch.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What core and the server have, since the server sees nothing of core but its rules. Core's tests are for both. */
class SharedSourcesTest {
    private static String body(String source) throws IOException {
        String text = Files.readString(Path.of("..", source));
        int begin = text.indexOf(";\n");
        assertThat(text).as(source).startsWith("package ");
        return text.substring(begin);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SerialLoop.java", "WriterPool.java"})
    void areTheSameInBoth(String source) throws IOException {
        assertThat(body("flipswitch-jaxrs-server/src/main/java/dev/flipswitch/server/broadcast/" + source))
                .isEqualTo(body("flipswitch-core/src/main/java/dev/flipswitch/dispatch/" + source));
    }
}
