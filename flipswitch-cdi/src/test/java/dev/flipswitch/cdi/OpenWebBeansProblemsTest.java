package dev.flipswitch.cdi;

class OpenWebBeansProblemsTest extends ProblemsContract {
    OpenWebBeansProblemsTest() {
        super(Kind.OPEN_WEB_BEANS);
    }
}
