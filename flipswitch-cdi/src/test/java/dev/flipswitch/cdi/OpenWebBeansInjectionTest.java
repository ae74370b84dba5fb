package dev.flipswitch.cdi;

class OpenWebBeansInjectionTest extends InjectionContract {
    OpenWebBeansInjectionTest() {
        super(Kind.OPEN_WEB_BEANS);
    }
}
