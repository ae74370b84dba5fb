package dev.flipswitch.it;

class WildFlyStartIT extends RuntimeStartContract {
    WildFlyStartIT() {
        super(new WildFly("standalone.xml"));
    }
}
