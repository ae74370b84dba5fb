package dev.flipswitch.cdi;

class WeldMemoryTest extends MemoryContract {
    WeldMemoryTest() {
        super(Kind.WELD);
    }
}
