package dev.flipswitch.cdi;

import static dev.flipswitch.fixtures.FakeFlagServer.EVALUATION;
import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.EvaluationContextSupplier;
import dev.flipswitch.cdi.concurrent.TransactionContextProvider;
import dev.flipswitch.fixtures.Request;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.NoOpTransactionContextPropagator;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.ProviderState;
import dev.openfeature.sdk.ThreadLocalTransactionContextPropagator;
import dev.openfeature.sdk.Value;
import jakarta.annotation.Priority;
import jakarta.enterprise.concurrent.spi.ThreadContextProvider;
import jakarta.enterprise.concurrent.spi.ThreadContextRestorer;
import jakarta.enterprise.concurrent.spi.ThreadContextSnapshot;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.inject.Inject;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose context an evaluation has. OpenFeature specification, section 3, evaluation context. */
abstract class ContextContract extends ContainerContract {
    ContextContract(Kind kind) {
        super(kind);
    }

    @AfterEach
    void forgetContexts() {
        OpenFeatureAPI.getInstance().setTransactionContextPropagator(new NoOpTransactionContextPropagator());
    }

    private static EvaluationContext context(String... namesAndValues) {
        ImmutableContext context = new ImmutableContext();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            context = (ImmutableContext)
                    context.merge(new ImmutableContext(Map.of(namesAndValues[i], new Value(namesAndValues[i + 1]))));
        }
        return context;
    }

    @ApplicationScoped
    static class Centre implements EvaluationContextSupplier {
        @Override
        public EvaluationContext get() {
            return context("centre", "north", "both", "centre's");
        }
    }

    @Dependent
    @Priority(1)
    static class Version implements EvaluationContextSupplier {
        @Override
        public EvaluationContext get() {
            return context("version", "1.2", "both", "version's", "visit", "nobody");
        }
    }

    @RequestScoped
    static class Visit implements EvaluationContextSupplier {
        @Override
        public EvaluationContext get() {
            return context("visit", "somebody");
        }
    }

    @ApplicationScoped
    static class Page {
        @Inject
        @Flag("dark-mode")
        Supplier<Boolean> darkMode;

        @Inject
        @Flag(value = "centre", domain = "billing")
        Supplier<String> elsewhere;

        @Inject
        Client client;

        boolean darkMode() {
            return darkMode.get();
        }

        String elsewhere() {
            return elsewhere.get();
        }

        Client client() {
            return client;
        }
    }

    private String asked() {
        return lastQuestion(EVALUATION + "/dark-mode");
    }

    private String lastQuestion(String path) {
        return server.http().requests().stream()
                .filter(request -> request.path().equals(path))
                .reduce((first, last) -> last)
                .map(Request::bodyText)
                .orElse("");
    }

    @Test
    void everySupplierContributesOnEveryThread() {
        server.set("dark-mode", "true");
        try (SeContainer container = start(Page.class, Centre.class, Version.class, Visit.class)) {
            Page page = container.select(Page.class).get();
            assertThat(CompletableFuture.supplyAsync(page::darkMode).join()).isTrue();
            assertThat(asked())
                    .as("the higher priority holds; a request's supplier is silent without one")
                    .contains("\"centre\":\"north\"", "\"version\":\"1.2\"", "\"both\":\"version's\"")
                    .contains("\"visit\":\"nobody\"");
            assertThat(lastQuestion(EVALUATION))
                    .as("changes are looked for in it")
                    .contains("\"centre\":\"north\"", "\"visit\":\"nobody\"");
        }
    }

    @Test
    void aRequestGoesOverTheApplication() {
        server.set("dark-mode", "true");
        OpenFeatureAPI api = OpenFeatureAPI.getInstance();
        api.setTransactionContextPropagator(new ThreadLocalTransactionContextPropagator());
        try (SeContainer container = start(Page.class, Centre.class, Version.class, Visit.class)) {
            Page page = container.select(Page.class).get();
            RequestContextController request =
                    container.select(RequestContextController.class).get();
            boolean activated = request.activate();
            assertThat(page.darkMode()).isTrue();
            assertThat(asked()).contains("\"visit\":\"somebody\"", "\"centre\":\"north\"");
            api.setTransactionContext(context("visit", "the filter's", "centre", "of the request"));
            assertThat(page.darkMode()).isTrue();
            assertThat(asked())
                    .contains("\"visit\":\"the filter's\"", "\"centre\":\"of the request\"", "\"version\":\"1.2\"");
            page.client().getBooleanValue("dark-mode", false, context("centre", "the caller's"));
            assertThat(asked()).contains("\"centre\":\"the caller's\"", "\"visit\":\"the filter's\"");
            if (activated) {
                request.deactivate();
            }
        }
    }

    @Test
    void otherProvidersGetItToo() {
        OpenFeatureAPI.getInstance().setProviderAndWait("billing", new OtherProviderContract.Echo());
        try (SeContainer container = start(Page.class, Centre.class)) {
            assertThat(container.select(Page.class).get().elsewhere()).isEqualTo("north");
        }
    }

    /** A container's directory: the default ManagedThreadFactory, whose threads have thread contexts, and nothing else. */
    public static final class Directory implements InitialContextFactory {
        static final List<Thread> MADE = new CopyOnWriteArrayList<>();

        /** For JNDI. */
        public Directory() {}

        @Override
        public Context getInitialContext(Hashtable<?, ?> environment) throws NamingException {
            return new InitialContext(true) {
                @Override
                public Object lookup(String name) {
                    assertThat(name).isEqualTo("java:comp/DefaultManagedThreadFactory");
                    ThreadContextProvider contexts = new TransactionContextProvider();
                    ThreadFactory factory = task -> {
                        ThreadContextSnapshot context = contexts.currentContext(Map.of());
                        Thread thread = new Thread(() -> {
                            ThreadContextRestorer restorer = context.begin();
                            task.run();
                            restorer.endContext();
                        });
                        MADE.add(thread);
                        return thread;
                    };
                    return factory;
                }
            };
        }
    }

    @Test
    void takesItsThreadsFromTheContainerWhereThatHasThem() {
        Directory.MADE.clear();
        System.setProperty(Context.INITIAL_CONTEXT_FACTORY, Directory.class.getName());
        try (SeContainer container = start(Page.class)) {
            assertThat(container.select(Client.class).get().getProviderState())
                    .as("these threads were there for its start")
                    .isEqualTo(ProviderState.READY);
            awaitConnection(container);
            assertThat(Directory.MADE).extracting(Thread::getName).contains("flipswitch-stream", "flipswitch-worker");
        } finally {
            System.clearProperty(Context.INITIAL_CONTEXT_FACTORY);
        }
        await().atMost(LIMIT).until(() -> Directory.MADE.stream().noneMatch(Thread::isAlive));
    }
}
