package dev.flipswitch.cdi;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.ejb.MessageDriven;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Stereotype;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.inject.Inject;
import jakarta.interceptor.InterceptorBinding;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.URI;
import java.util.Set;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.Test;

/** What a flag lets through, and what it chooses. */
abstract class GateContract extends ContainerContract {
    GateContract(Kind kind) {
        super(kind);
    }

    @ApplicationScoped
    static class Shop {
        @FeatureGate(value = "new-checkout", fallback = "old")
        String checkout(int items) throws IOException {
            return "new " + items;
        }

        String old(int items) throws IOException {
            if (items == 0) {
                throw new IOException("empty");
            } else if (items < 0) {
                throw new LinkageError("less than empty");
            }
            return "old " + items;
        }

        @FeatureGate(value = "reports", status = 503)
        String report() {
            return "report";
        }

        @FeatureGate(value = "unknown", defaultValue = true)
        String openByDefault() {
            return "open";
        }
    }

    @ApplicationScoped
    @FeatureGate(value = "new-checkout", fallback = "instead")
    static class AllGated {
        String one() {
            return "one";
        }

        String instead() {
            return "instead";
        }

        @FeatureGate("reports")
        String own() {
            return "own";
        }
    }

    @Test
    void aClosedGateCallsItsFallbackOrThrows() throws IOException {
        server.set("new-checkout", "false");
        server.set("reports", "false");
        try (SeContainer container = start(Shop.class, AllGated.class)) {
            Shop shop = container.select(Shop.class).get();
            assertThat(shop.checkout(3)).isEqualTo("old 3");
            assertThatThrownBy(() -> shop.checkout(0)).isExactlyInstanceOf(IOException.class);
            assertThatThrownBy(() -> shop.checkout(-1)).isExactlyInstanceOf(LinkageError.class);
            assertThatThrownBy(shop::report)
                    .isInstanceOfSatisfying(FeatureDisabledException.class, closed -> {
                        assertThat(closed.flagKey()).isEqualTo("reports");
                        assertThat(closed.status()).isEqualTo(503);
                    })
                    .hasMessageContaining("FLIP-CDI-0014");
            assertThat(shop.openByDefault()).isEqualTo("open");
            AllGated all = container.select(AllGated.class).get();
            assertThat(all.one()).isEqualTo("instead");
            assertThat(all.instead()).isEqualTo("instead");
            assertThatThrownBy(all::own).isInstanceOf(FeatureDisabledException.class);
        }
    }

    @Test
    void anOpenGateLetsThrough() throws IOException {
        server.set("new-checkout", "true");
        server.set("reports", "true");
        try (SeContainer container = start(Shop.class, AllGated.class)) {
            Shop shop = container.select(Shop.class).get();
            assertThat(shop.checkout(3)).isEqualTo("new 3");
            assertThat(shop.report()).isEqualTo("report");
            AllGated all = container.select(AllGated.class).get();
            assertThat(all.one()).isEqualTo("one");
            assertThat(all.own()).isEqualTo("own");
        }
    }

    interface Handler<T> {
        Object handle(T message);
    }

    @ApplicationScoped
    static class TextHandler implements Handler<String> {
        @Override
        @FeatureGate(value = "handler", fallback = "instead")
        public String handle(String message) {
            return "new " + message;
        }

        String instead(String message) {
            return "old " + message;
        }
    }

    @Test
    void aGateHoldsForCallersOfAGenericInterface() {
        server.set("handler", "false");
        try (SeContainer container = start(TextHandler.class)) {
            TextHandler handler = container.select(TextHandler.class).get();
            Handler<String> generic = handler;
            assertThat(handler.handle("a")).isEqualTo("old a");
            assertThat(generic.handle("b")).isEqualTo("old b");
        }
    }

    @MessageDriven // as far as our interceptor can see
    @ApplicationScoped
    static class Inbox {
        @FeatureGate("inbox")
        void onMessage(StringBuilder message) {
            message.append("read");
        }

        @FeatureGate("inbox")
        String answer() {
            return "answer";
        }
    }

    @Test
    void aMessageBehindAClosedGateCountsAsDelivered() {
        server.set("inbox", "false");
        try (SeContainer container = start(Inbox.class)) {
            Inbox inbox = container.select(Inbox.class).get();
            StringBuilder message = new StringBuilder();
            inbox.onMessage(message);
            assertThat(message).isEmpty();
            assertThatThrownBy(inbox::answer).isInstanceOf(FeatureDisabledException.class);
        }
    }

    @Stereotype
    @FeatureGate(value = "labs", status = 403)
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface Experimental {}

    @InterceptorBinding
    @FeatureGate(value = "labs", fallback = "instead")
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface OrInstead {}

    @Experimental
    @ApplicationScoped
    static class Laboratory {
        String experiment() {
            return "experiment";
        }
    }

    @ApplicationScoped
    static class Workshop {
        @OrInstead
        String work() {
            return "new work";
        }

        String instead() {
            return "old work";
        }
    }

    /** CDI 4.0, sections 2.7.1.3 and 9.1.1: interceptor bindings of stereotypes, and of other interceptor bindings. */
    @Test
    void aGateMayStandOnAStereotypeOrABindingOfTheApplication() {
        server.set("labs", "false");
        try (SeContainer container = start(Laboratory.class, Workshop.class)) {
            Laboratory laboratory = container.select(Laboratory.class).get();
            assertThatThrownBy(laboratory::experiment)
                    .isInstanceOfSatisfying(FeatureDisabledException.class, closed -> assertThat(closed.status())
                            .isEqualTo(403));
            assertThat(container.select(Workshop.class).get().work()).isEqualTo("old work");
            awaitConnection(container);
            server.change("labs", "true");
            await().atMost(LIMIT)
                    .until(() -> container.select(Workshop.class).get().work().equals("new work"));
            assertThat(laboratory.experiment()).isEqualTo("experiment");
        }
    }

    @Stereotype
    @FeatureGate(value = "labs", fallback = "nowhere")
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface WithoutFallback {}

    @WithoutFallback
    @ApplicationScoped
    static class Shed {
        String work() {
            return "work";
        }
    }

    @Test
    void checksTheFallbackOfAStereotypesGate() {
        assertThat(failure(Shed.class))
                .contains("FLIP-CDI-0015: the gate of the flag 'labs' at " + Shed.class.getTypeName() + ".work()");
    }

    @Path("reports")
    @ApplicationScoped
    public static class Reports {
        @GET
        @FeatureGate("reports")
        public String report() {
            return "report";
        }

        @GET
        @Path("all")
        @FeatureGate(value = "reports", status = 451)
        public String all() {
            return "all";
        }
    }

    @Test
    void aResourceBehindAClosedGateIsNotThere() throws Exception {
        server.set("reports", "false");
        try (SeContainer container = start(Reports.class)) {
            ApplicationHandler application = new ApplicationHandler(new ResourceConfig()
                    .register(container.select(Reports.class).get()));
            assertThat(statusOf(application, "reports")).isEqualTo(404);
            assertThat(statusOf(application, "reports/all")).isEqualTo(451);
            awaitConnection(container);
            server.change("reports", "true");
            await().atMost(LIMIT).until(() -> statusOf(application, "reports") == 200);
            assertThat(statusOf(application, "reports/all")).isEqualTo(200);
        }
    }

    private static int statusOf(ApplicationHandler application, String path) throws Exception {
        URI base = URI.create("http://localhost/");
        ContainerRequest request =
                new ContainerRequest(base, base.resolve(path), "GET", null, new MapPropertiesDelegate(), null);
        return application.apply(request).get().getStatus();
    }

    @ApplicationScoped
    static class WrongFallback {
        @FeatureGate(value = "new-checkout", fallback = "other")
        String checkout() {
            return "new";
        }

        int other() {
            return 1;
        }
    }

    @ApplicationScoped
    static class OwnFallback {
        @FeatureGate(value = "off", fallback = "self")
        String self() {
            return "self";
        }

        @FeatureGate(value = "off", fallback = "other")
        String other() {
            return "other";
        }

        String other(int items) {
            return "other " + items;
        }
    }

    @ApplicationScoped
    static class Circle {
        @FeatureGate(value = "off", fallback = "there")
        String here() {
            return "here";
        }

        @FeatureGate(value = "off", fallback = "here")
        String there() {
            return "there";
        }

        @FeatureGate(value = "off", fallback = "bound")
        String chained() {
            return "chained";
        }

        @OrInstead
        String bound() {
            return "bound";
        }

        String instead() {
            return "instead";
        }
    }

    /** What is nobody's fallback is behind the gate of its class. */
    @ApplicationScoped
    @FeatureGate(value = "off", fallback = "alone")
    static class NobodysFallback {
        String alone() {
            return "alone";
        }
    }

    @ApplicationScoped
    @FeatureGate(value = "off", fallback = "instead")
    static class OverloadedFallback {
        String one() {
            return "one";
        }

        String instead() {
            return "instead";
        }

        String instead(int items) {
            return "instead " + items;
        }
    }

    @Test
    void noGatedMethodIsAFallback() {
        String failure = failure(OwnFallback.class, Circle.class, NobodysFallback.class, OverloadedFallback.class);

        assertThat(failure)
                .contains(ownFallback(OwnFallback.class, "self"))
                .contains(ownFallback(OwnFallback.class, "other"))
                .contains(ownFallback(NobodysFallback.class, "alone"))
                .containsOnlyOnce(ownFallback(OverloadedFallback.class, "instead"))
                .contains(gatedFallback("here", "there"))
                .contains(gatedFallback("there", "here"))
                .contains(gatedFallback("chained", "bound"))
                .doesNotContain(Circle.class.getTypeName() + ".bound()");
    }

    private static String ownFallback(Class<?> type, String method) {
        return "FLIP-CDI-0041: the gate of the flag 'off' at " + type.getTypeName() + "." + method
                + "() has the gated method itself as its fallback";
    }

    private static String gatedFallback(String method, String fallback) {
        return "FLIP-CDI-0042: the gate of the flag 'off' at " + Circle.class.getTypeName() + "." + method
                + "() has the fallback '" + fallback + "', which has its own gate";
    }

    interface Pricing {
        int cents(int items);
    }

    @ApplicationScoped
    @FlagVariant(flag = "pricing", value = "v1")
    static class OldPricing implements Pricing {
        @Override
        public int cents(int items) {
            return items;
        }
    }

    @Dependent
    @FlagVariant(flag = "pricing", value = "v2")
    static class NewPricing implements Pricing {
        @Override
        public int cents(int items) {
            if (items < 0) {
                throw new IllegalArgumentException("negative");
            }
            return items * 2;
        }
    }

    @ApplicationScoped
    static class Till {
        @Inject
        @Flag(value = "pricing", defaultValue = "v1")
        Pricing pricing;

        int cents(int items) {
            return pricing.cents(items);
        }

        String description() {
            return pricing + " " + Set.of(pricing).contains(pricing);
        }
    }

    @Test
    void eachCallGoesToTheImplementationThatTheFlagChooses() {
        try (SeContainer container = start(Till.class, OldPricing.class, NewPricing.class)) {
            Till till = container.select(Till.class).get();
            assertThat(till.cents(3)).as("the default's").isEqualTo(3);
            assertThat(till.description()).isEqualTo("Pricing by the flag pricing true");
            awaitConnection(container);

            server.change("pricing", "\"v2\"");
            await().atMost(LIMIT).until(() -> till.cents(3) == 6);
            assertThatThrownBy(() -> till.cents(-1)).isExactlyInstanceOf(IllegalArgumentException.class);

            server.change("pricing", "\"v3\"");
            await().atMost(LIMIT).untilAsserted(() -> assertThatThrownBy(() -> till.cents(3))
                    .hasMessageContaining("FLIP-CDI-0017: the flag 'pricing' has the value 'v3'"));
        }
    }

    @Dependent
    static class NoSuchDefault {
        @Inject
        @Flag(value = "pricing", defaultValue = "v9")
        Pricing pricing;

        @Inject
        @Flag(value = "not-pricing", defaultValue = "v1")
        Pricing withoutVariants;
    }

    @Test
    void findsWhatCannotWorkAtDeployment() {
        assertThat(failure(WrongFallback.class, NoSuchDefault.class, OldPricing.class, NewPricing.class))
                .contains("FLIP-CDI-0015: the gate of the flag 'new-checkout' at " + WrongFallback.class.getTypeName()
                        + ".checkout() has no fallback 'other'")
                .contains("FLIP-CDI-0016: the flag 'pricing' at " + NoSuchDefault.class.getTypeName()
                        + ".pricing has the default value 'v9'")
                .contains("one of [v1, v2]")
                .contains("FLIP-CDI-0040: the flag 'not-pricing'");
    }
}
