package dev.flipswitch.cdi;

class OpenWebBeansOtherProviderTest extends OtherProviderContract {
    OpenWebBeansOtherProviderTest() {
        super(Kind.OPEN_WEB_BEANS);
    }
}
