package dev.flipswitch.it;

class WildFlyApisIT extends RuntimeApisContract {
    WildFlyApisIT() {
        super(new WildFly("standalone-microprofile.xml"));
    }
}
