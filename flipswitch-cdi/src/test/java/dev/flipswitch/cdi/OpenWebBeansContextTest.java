package dev.flipswitch.cdi;

class OpenWebBeansContextTest extends ContextContract {
    OpenWebBeansContextTest() {
        super(Kind.OPEN_WEB_BEANS);
    }
}
