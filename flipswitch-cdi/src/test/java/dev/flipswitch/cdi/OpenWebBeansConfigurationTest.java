package dev.flipswitch.cdi;

class OpenWebBeansConfigurationTest extends ConfigurationContract {
    OpenWebBeansConfigurationTest() {
        super(Kind.OPEN_WEB_BEANS);
    }
}
