package dev.flipswitch.cdi;

class WeldLiveFlagsTest extends LiveFlagsContract {
    WeldLiveFlagsTest() {
        super(Kind.WELD);
    }
}
