package dev.flipswitch.it;

class WildFlyEnterpriseIT extends RuntimeEnterpriseContract {
    WildFlyEnterpriseIT() {
        super(new WildFly("standalone-full.xml"), "java:jboss/datasources/ExampleDS"); // it has messages
    }
}
