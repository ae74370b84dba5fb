package dev.flipswitch.server.operations;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdFilterTest {

    @ParameterizedTest
    @ValueSource(strings = {"4bf92f3577b34da6", "a-b_c:d/e=f@g+h.i", "0"})
    void keepsASaneId(String id) {
        assertThat(RequestIdFilter.sane(id)).isEqualTo(id);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "a b", "a\nFLIP-SERVER-0001", "\u001b[31m", "é", "${jndi:x}"})
    void replacesWhatALogShouldNotShow(String id) {
        assertThat(RequestIdFilter.sane(id)).matches("[0-9a-f]{16}").isNotEqualTo(RequestIdFilter.sane(id));
    }
}
