/** Injected flags and observed flag changes, on any CDI Full container. */
module dev.flipswitch.cdi {
    requires transitive dev.flipswitch.core;
    requires transitive jakarta.cdi;
    requires jakarta.annotation;
    requires jakarta.json;
    requires static jakarta.ws.rs;
    requires static microprofile.config.api;
    requires static microprofile.health.api;
    requires static microprofile.metrics.api;
    requires static micrometer.core;
    requires static transitive org.jspecify;

    exports dev.flipswitch.cdi;

    opens dev.flipswitch.cdi;
    opens dev.flipswitch.cdi.monitoring;

    provides jakarta.enterprise.inject.spi.Extension with
            dev.flipswitch.cdi.FlipswitchExtension;
    provides jakarta.ws.rs.core.Feature with
            dev.flipswitch.cdi.rest.FeatureGateMapping;
}
