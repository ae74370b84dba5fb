/** The OpenFeature provider for Flipswitch servers, its evaluation cache and its SSE client. */
module dev.flipswitch.core {
    requires transitive dev.openfeature.sdk;
    requires com.github.benmanes.caffeine;
    requires jakarta.json;
    requires transitive java.net.http;
    requires static transitive org.jspecify;

    exports dev.flipswitch;
    exports dev.flipswitch.rules;
    exports dev.flipswitch.sse;
}
