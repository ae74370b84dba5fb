package dev.flipswitch.cdi;

class WeldGateTest extends GateContract {
    WeldGateTest() {
        super(Kind.WELD);
    }
}
