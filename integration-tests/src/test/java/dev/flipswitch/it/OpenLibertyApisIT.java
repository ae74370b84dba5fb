package dev.flipswitch.it;

class OpenLibertyApisIT extends RuntimeApisContract {
    OpenLibertyApisIT() {
        super(new OpenLiberty("concurrent-3.0", "mpHealth-4.0", "mpMetrics-5.1"));
    }
}
