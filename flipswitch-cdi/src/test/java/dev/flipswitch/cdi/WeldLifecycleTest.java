package dev.flipswitch.cdi;

class WeldLifecycleTest extends LifecycleContract {
    WeldLifecycleTest() {
        super(Kind.WELD);
    }
}
