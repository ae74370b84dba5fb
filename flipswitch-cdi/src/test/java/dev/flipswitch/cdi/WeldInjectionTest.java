package dev.flipswitch.cdi;

class WeldInjectionTest extends InjectionContract {
    WeldInjectionTest() {
        super(Kind.WELD);
    }
}
