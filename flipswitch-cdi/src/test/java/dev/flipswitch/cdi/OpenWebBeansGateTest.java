package dev.flipswitch.cdi;

class OpenWebBeansGateTest extends GateContract {
    OpenWebBeansGateTest() {
        super(Kind.OPEN_WEB_BEANS);
    }
}
