package dev.flipswitch.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfeature.sdk.ImmutableStructure;
import dev.openfeature.sdk.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ValueConversionTest {
    /** OpenFeature's own conversion refuses numbers that are neither integers nor doubles. */
    @Test
    void givesPagesEveryNumber() throws InstantiationException {
        BigDecimal noDouble = new BigDecimal("1.0000000000000000000001");
        Value list = new Value(List.of(new Value((Object) noDouble), new Value(5L)));

        assertThat(ValueConversion.toObject(
                        new Value(new ImmutableStructure(Map.of("list", list, "on", new Value(true))))))
                .isEqualTo(Map.of("list", List.of(noDouble, 5L), "on", true));
    }
}
