package dev.flipswitch.cdi;

class WeldEventsTest extends EventsContract {
    WeldEventsTest() {
        super(Kind.WELD);
    }
}
