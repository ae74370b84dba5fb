package dev.flipswitch.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** How far a misspelt name is from a known one, in core and in the server, which sees nothing of core but its rules. */
class SharedSpellingTest {
    private static String distance(String source) throws IOException {
        String text = Files.readString(Path.of("..", source));
        int begin = text.indexOf("private static int distance(");
        assertThat(begin).as(source).isPositive();
        return text.substring(begin, text.indexOf("\n    }\n", begin));
    }

    @Test
    void isMeasuredTheSameInBoth() throws IOException {
        assertThat(distance("flipswitch-jaxrs-server/src/main/java/dev/flipswitch/server/config/SettingNames.java"))
                .isEqualTo(distance("flipswitch-core/src/main/java/dev/flipswitch/settings/Spelling.java"));
    }
}
