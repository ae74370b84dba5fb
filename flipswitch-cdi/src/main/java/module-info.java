/** Injected flags and observed flag changes, on any CDI Full container. */
module dev.flipswitch.cdi {
    requires transitive dev.flipswitch.core;
    requires transitive jakarta.cdi;
    requires jakarta.annotation;
    requires jakarta.json;
    requires java.naming;
    requires static jakarta.concurrency;
    requires static jakarta.ejb;
    requires static jakarta.ws.rs;
    requires static micrometer.core;
    requires static transitive org.jspecify;

    exports dev.flipswitch.cdi;

    opens dev.flipswitch.cdi;
    opens dev.flipswitch.cdi.monitoring;

    provides jakarta.enterprise.inject.spi.Extension with
            dev.flipswitch.cdi.FlipswitchExtension,
            dev.flipswitch.cdi.monitoring.MonitoringExtension;
    provides jakarta.enterprise.concurrent.spi.ThreadContextProvider with
            dev.flipswitch.cdi.concurrent.TransactionContextProvider;
    provides jakarta.ws.rs.core.Feature with
            dev.flipswitch.cdi.rest.FeatureGateMapping;
}
