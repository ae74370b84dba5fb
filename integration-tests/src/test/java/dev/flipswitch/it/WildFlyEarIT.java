package dev.flipswitch.it;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WildFlyEarIT extends RuntimeEarContract {
    WildFlyEarIT() {
        super(new WildFly("standalone.xml"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"shared-one", "shared-two"})
    void theFilterIsAddedFromTheSharedLibrary(String module) throws Exception {
        awaitStart(module);
        checkFlagsAndGates(module);
    }
}
