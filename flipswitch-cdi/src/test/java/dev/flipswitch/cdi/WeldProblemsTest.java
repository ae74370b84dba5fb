package dev.flipswitch.cdi;

class WeldProblemsTest extends ProblemsContract {
    WeldProblemsTest() {
        super(Kind.WELD);
    }
}
