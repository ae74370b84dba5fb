/** The OpenFeature provider for Flipswitch servers, its evaluation cache and its SSE client. */
@SuppressWarnings("module") // the modules that packages are exported to are built later
module dev.flipswitch.core {
    requires transitive dev.openfeature.sdk;
    requires com.github.benmanes.caffeine;
    requires jakarta.json;
    requires transitive java.net.http;
    requires static transitive org.jspecify;

    exports dev.flipswitch;
    exports dev.flipswitch.dispatch to
            dev.flipswitch.servlet;
    exports dev.flipswitch.rules;
    exports dev.flipswitch.settings to
            dev.flipswitch.cdi,
            dev.flipswitch.servlet;
    exports dev.flipswitch.sse;
}
