package dev.flipswitch.cdi;

class WeldContextTest extends ContextContract {
    WeldContextTest() {
        super(Kind.WELD);
    }
}
