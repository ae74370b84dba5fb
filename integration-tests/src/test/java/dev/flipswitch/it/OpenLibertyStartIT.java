package dev.flipswitch.it;

class OpenLibertyStartIT extends RuntimeStartContract {
    OpenLibertyStartIT() {
        super(new OpenLiberty("enterpriseBeansLite-4.0", "concurrent-3.0"));
    }
}
