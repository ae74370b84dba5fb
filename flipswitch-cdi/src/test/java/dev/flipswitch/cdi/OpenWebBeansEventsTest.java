package dev.flipswitch.cdi;

class OpenWebBeansEventsTest extends EventsContract {
    OpenWebBeansEventsTest() {
        super(Kind.OPEN_WEB_BEANS);
    }
}
