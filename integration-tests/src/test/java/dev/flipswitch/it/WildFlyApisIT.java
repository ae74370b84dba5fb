package dev.flipswitch.it;

import java.io.IOException;

class WildFlyApisIT extends RuntimeApisContract {
    WildFlyApisIT() throws IOException {
        super(new WildFly("standalone-microprofile.xml"));
    }
}
