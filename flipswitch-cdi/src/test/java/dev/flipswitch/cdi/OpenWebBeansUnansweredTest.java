package dev.flipswitch.cdi;

class OpenWebBeansUnansweredTest extends UnansweredContract {
    OpenWebBeansUnansweredTest() {
        super(Kind.OPEN_WEB_BEANS);
    }
}
