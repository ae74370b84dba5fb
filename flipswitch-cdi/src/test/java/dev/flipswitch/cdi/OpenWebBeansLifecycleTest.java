package dev.flipswitch.cdi;

class OpenWebBeansLifecycleTest extends LifecycleContract {
    OpenWebBeansLifecycleTest() {
        super(Kind.OPEN_WEB_BEANS);
    }
}
