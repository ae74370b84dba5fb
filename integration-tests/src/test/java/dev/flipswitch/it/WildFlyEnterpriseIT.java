package dev.flipswitch.it;

class WildFlyEnterpriseIT extends RuntimeEnterpriseContract {
    WildFlyEnterpriseIT() {
        super(new WildFly("standalone.xml"));
    }
}
