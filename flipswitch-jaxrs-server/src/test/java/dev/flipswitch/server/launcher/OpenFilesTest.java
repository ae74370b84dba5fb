package dev.flipswitch.server.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flipswitch.server.config.Settings;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OpenFilesTest {

    @Test
    void leavesFilesToTheDatabaseAndConnectionsToOperators() {
        OpenFiles files = OpenFiles.of(OptionalLong.of(1024), 8);

        assertThat(files.connections()).isEqualTo(824);
        assertThat(files.streams()).isEqualTo(760);
        assertThat(files.areTooFewFor(Settings.of(Map.of()))).isTrue();
        assertThat(files.areTooFewFor(Settings.of(Map.of("flipswitch.server.max-connections", "0"))))
                .isTrue();
        assertThat(files.areTooFewFor(Settings.of(Map.of("flipswitch.server.max-connections", "760"))))
                .isFalse();
        assertThat(files.within(Map.of("flipswitch.server.max-connections", "5000")))
                .containsEntry("flipswitch.server.max-connections", "760");
    }

    @Test
    void allowsSomeConnectionsHoweverFewFilesThereAre() {
        OpenFiles files = OpenFiles.of(OptionalLong.of(64), 8);

        assertThat(files.connections()).isPositive();
        assertThat(files.streams()).isPositive().isLessThan(files.connections());
    }

    @Test
    void limitsNothingWhereThereIsNoLimit() {
        OpenFiles files = OpenFiles.of(OptionalLong.empty(), 8);

        assertThat(files.areTooFewFor(Settings.of(Map.of("flipswitch.server.max-connections", "0"))))
                .isFalse();
    }
}
