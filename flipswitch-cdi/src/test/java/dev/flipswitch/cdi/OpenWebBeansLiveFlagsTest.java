package dev.flipswitch.cdi;

class OpenWebBeansLiveFlagsTest extends LiveFlagsContract {
    OpenWebBeansLiveFlagsTest() {
        super(Kind.OPEN_WEB_BEANS);
    }
}
