package dev.flipswitch.cdi;

class OpenWebBeansPassivationTest extends PassivationContract {
    OpenWebBeansPassivationTest() {
        super(Kind.OPEN_WEB_BEANS);
    }
}
