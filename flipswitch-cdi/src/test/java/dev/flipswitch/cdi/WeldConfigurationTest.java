package dev.flipswitch.cdi;

class WeldConfigurationTest extends ConfigurationContract {
    WeldConfigurationTest() {
        super(Kind.WELD);
    }
}
