package dev.flipswitch.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The function by which pages share a stream, in the two scripts that have it: each is served by itself. */
class SharedScriptTest {
    private static String share(String script) throws IOException {
        String text = Files.readString(Path.of("..", script));
        int begin = text.indexOf("function share(");
        assertThat(begin).as(script).isPositive();
        return text.substring(begin, text.indexOf("\n}\n", begin));
    }

    @Test
    void isTheSameInBoth() throws IOException {
        assertThat(share("flipswitch-jaxrs-server/src/main/webapp/dashboard/shared.js"))
                .isEqualTo(share("flipswitch-servlet/src/main/resources/dev/flipswitch/servlet/flags.js"));
    }
}
