package dev.flipswitch.it;

class WildFlyEarIT extends RuntimeEarContract {
    WildFlyEarIT() {
        super(new WildFly("standalone.xml"));
    }
}
