package dev.flipswitch.it;

import java.io.IOException;

class WildFlySmokeIT extends RuntimeSmokeContract {
    WildFlySmokeIT() throws IOException {
        super(new WildFly("standalone.xml"));
    }
}
