package dev.flipswitch.cdi;

class WeldPassivationTest extends PassivationContract {
    WeldPassivationTest() {
        super(Kind.WELD);
    }
}
