package dev.flipswitch.cdi;

class WeldUnansweredTest extends UnansweredContract {
    WeldUnansweredTest() {
        super(Kind.WELD);
    }
}
