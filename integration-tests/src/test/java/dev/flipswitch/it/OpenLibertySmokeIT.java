package dev.flipswitch.it;

class OpenLibertySmokeIT extends RuntimeSmokeContract {
    OpenLibertySmokeIT() {
        super(new OpenLiberty());
    }
}
