package dev.flipswitch.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flipswitch.ofrep.BulkEvaluation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotDiffTest {

    /** RFC 9110, section 8.8.3.2, weak comparison: of two answers through a proxy, one may be compressed. */
    @ParameterizedTest
    @CsvSource({
        "'\"a\"', '\"a\"', true",
        "'\"a\"', 'W/\"a\"', true",
        "'W/\"a\"', '\"a\"', true",
        "'W/\"a\"', 'W/\"a\"', true",
        "'\"a\"', '\"b\"', false",
        "'\"a\"', 'W/\"b\"', false"
    })
    void takesAnEntityTagThatAProxyMadeWeakForTheSame(String before, String now, boolean same) {
        SnapshotDiff comparison = SnapshotDiff.of(tagged(before), tagged(now));
        assertThat(comparison.unchanged()).isEqualTo(same);
        assertThat(comparison.changed()).isEqualTo(!same);
    }

    private static BulkEvaluation tagged(String etag) {
        return new BulkEvaluation(Map.of(), etag, List.of());
    }
}
