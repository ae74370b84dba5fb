/** Each request's flags, gates before paths, and pages that follow their flags. */
module dev.flipswitch.servlet {
    requires transitive dev.flipswitch.core;
    requires transitive jakarta.servlet;
    requires static jakarta.cdi;
    requires static transitive org.jspecify;

    exports dev.flipswitch.servlet;

    opens dev.flipswitch.servlet.cdi;

    provides jakarta.enterprise.inject.spi.Extension with
            dev.flipswitch.servlet.cdi.ServletFlagsExtension;
    provides jakarta.servlet.ServletContainerInitializer with
            dev.flipswitch.servlet.FlipswitchInitializer;
}
