package dev.flipswitch.cdi;

class WeldOtherProviderTest extends OtherProviderContract {
    WeldOtherProviderTest() {
        super(Kind.WELD);
    }
}
