package dev.flipswitch.it;

class OpenLibertyRedeployIT extends RuntimeRedeployContract {
    OpenLibertyRedeployIT() {
        super(new OpenLiberty("concurrent-3.0"));
    }
}
