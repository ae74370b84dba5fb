package dev.flipswitch.it;

class OpenLibertyEnterpriseIT extends RuntimeEnterpriseContract {
    OpenLibertyEnterpriseIT() {
        super(new OpenLiberty("enterpriseBeansLite-4.0", "concurrent-3.0", "faces-4.0", "websocket-2.1"));
    }
}
