package dev.flipswitch.cdi;

class OpenWebBeansMemoryTest extends MemoryContract {
    OpenWebBeansMemoryTest() {
        super(Kind.OPEN_WEB_BEANS);
    }
}
