package dev.flipswitch.it;

class WildFlySmokeIT extends RuntimeSmokeContract {
    WildFlySmokeIT() {
        super(new WildFly("standalone.xml"));
    }
}
