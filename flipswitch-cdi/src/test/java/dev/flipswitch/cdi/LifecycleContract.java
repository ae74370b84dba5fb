package dev.flipswitch.cdi;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.FakeFlagServer;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.Hook;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.NoOpProvider;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.ThreadLocalTransactionContextPropagator;
import dev.openfeature.sdk.TransactionContextPropagator;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What an application puts into an OpenFeature that others use, too, and what is left of it there. */
abstract class LifecycleContract extends ContainerContract {
    LifecycleContract(Kind kind) {
        super(kind);
    }

    @ApplicationScoped
    static class Page {
        private final List<String> told = new CopyOnWriteArrayList<>();

        @Inject
        @Flag("dark-mode")
        Supplier<Boolean> darkMode;

        boolean darkMode() {
            return darkMode.get();
        }

        void on(@Observes FlagChanged change) {
            told.add(change.key());
        }

        List<String> told() {
            return told;
        }
    }

    /** Somebody else's provider. */
    private static final class Others extends NoOpProvider {
        private final AtomicBoolean disturbed = new AtomicBoolean();

        @Override
        public void shutdown() {
            disturbed.set(true);
        }
    }

    @Test
    void takesAwayNothingButItsOwn() {
        OpenFeatureAPI api = OpenFeatureAPI.getInstance();
        Others others = new Others();
        Hook<?> hook = new Hook<>() {};
        TransactionContextPropagator propagator = new ThreadLocalTransactionContextPropagator();
        EvaluationContext context = new ImmutableContext("everybody");
        api.setProviderAndWait("others", others);
        api.setProviderAndWait(others);
        api.addHooks(hook);
        api.setTransactionContextPropagator(propagator);
        api.setEvaluationContext(context);

        start(Page.class).close();

        assertThat(api.getProvider("others")).isSameAs(others);
        assertThat(api.getProvider()).isSameAs(others);
        assertThat(others.disturbed).isFalse();
        assertThat(api.getHooks()).containsExactly(hook);
        assertThat(api.getTransactionContextPropagator()).isSameAs(propagator);
        assertThat(api.getEvaluationContext()).isSameAs(context);
        assertThat(api.getProvider("flipswitch")).isExactlyInstanceOf(NoOpProvider.class);
    }

    @Test
    void anotherApplicationGoesOn() {
        server.set("dark-mode", "true");
        SeContainer going = start(Page.class);
        try (FakeFlagServer othersServer = new FakeFlagServer()) {
            beAnotherApplication();
            System.setProperty("flipswitch.domain", "another");
            System.setProperty("flipswitch.base-url", othersServer.baseUrl());
            try (SeContainer staying = start(Page.class)) {
                Page page = staying.select(Page.class).get();
                othersServer.awaitClient(LIMIT);
                going.close();
                othersServer.change("dark-mode", "true");
                await().atMost(LIMIT).until(() -> page.told().equals(List.of("dark-mode")));
                assertThat(page.darkMode()).isTrue();
            }
        }
    }

    @Test
    void warnsOfADomainThatIsTakenAndLeavesItToWhoTakesItFromHere() {
        OpenFeatureAPI api = OpenFeatureAPI.getInstance();
        api.setProviderAndWait("flipswitch", new Others());
        Others next = new Others();
        try (Log log = new Log();
                SeContainer container = start(Page.class)) {
            assertThat(container.isRunning()).isTrue();
            assertThat(log.lines()).anyMatch(line -> line.contains("FLIP-CDI-0018") && line.contains("'flipswitch'"));
            api.setProviderAndWait("flipswitch", next);
        }
        assertThat(api.getProvider("flipswitch")).isSameAs(next);
        assertThat(next.disturbed).isFalse();
    }

    @ApplicationScoped
    static class Early {
        private boolean plain;
        private boolean live;

        void on(
                @Observes @Priority(1) @Initialized(ApplicationScoped.class) Object application,
                @Flag("dark-mode") boolean plain,
                @Flag("dark-mode") Supplier<Boolean> live) {
            this.plain = plain;
            this.live = live.get();
        }

        boolean sawIt() {
            return plain && live;
        }
    }

    /** However early: it comes before this module's own observer. */
    @Test
    void whoAsksFirstStartsTheProviders() {
        server.set("dark-mode", "true");
        try (SeContainer container = start(Early.class)) {
            assertThat(container.select(Early.class).get().sawIt()).isTrue();
        }
    }

    /** As an application of several modules does. CDI 4.0, section 6.7.3, application context lifecycle. */
    @Test
    void startsOnceHoweverManyModulesStart() {
        try (SeContainer container = start(Page.class)) {
            Page page = container.select(Page.class).get();
            server.awaitClient(LIMIT);
            container
                    .getBeanManager()
                    .getEvent()
                    .select(Object.class, Initialized.Literal.APPLICATION)
                    .fire("another module");
            server.change("dark-mode", "true");
            server.change("last", "true");
            await().atMost(LIMIT).until(() -> page.told().contains("last"));
            assertThat(page.told()).containsExactly("dark-mode", "last");
        }
    }

    @Test
    void startsWithDefaultsWhileTheServerIsDown() {
        server.http().stop();
        server.set("dark-mode", "true");
        try (SeContainer container = start(Page.class)) {
            Page page = container.select(Page.class).get();
            assertThat(page.darkMode()).isFalse();
            server.http().start();
            await().atMost(LIMIT).until(page::darkMode);
        }
    }

    @Test
    void leavesNoThread() {
        startConnected(Page.class).close();
        await().atMost(LIMIT).until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("flipswitch-")));
    }

    @Test
    void doesNotDeployWithoutAKey() {
        System.clearProperty("flipswitch.api-key");
        assertThat(failure(Page.class)).contains("FLIP-CORE-0021", "FLIPSWITCH_API_KEY");
    }

    @Test
    void doesNotDeployWithABadBaseUrl() {
        System.setProperty("flipswitch.base-url", "flags.example.com");
        assertThat(failure(Page.class)).contains("'flags.example.com'");
    }
}
