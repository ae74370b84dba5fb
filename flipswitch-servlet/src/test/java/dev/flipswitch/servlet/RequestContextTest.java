package dev.flipswitch.servlet;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.FlipswitchProvider;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.Hook;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.ThreadLocalTransactionContextPropagator;
import dev.openfeature.sdk.TransactionContextPropagator;
import dev.openfeature.sdk.Value;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.RequestDispatcher;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom a request's flags, and those of plain clients, are evaluated for, and for how long. */
class RequestContextTest {
    private final Web web = new Web();
    private final LogRecords log = new LogRecords();

    @AfterEach
    void close() throws Exception {
        log.close();
        web.close();
    }

    @Test
    void evaluatesWithTheApplicationsContextAndWithWhatTheTransactionsIsMeanwhile() throws Exception {
        OpenFeatureAPI api = OpenFeatureAPI.getInstance();
        web.authenticate();
        for (String key : List.of("a", "b", "c")) {
            web.flagServer.set(key, "true");
        }
        web.page("/page", (request, response) -> {
            RequestFlags flags = RequestFlags.of(request);
            flags.get("a");
            api.setTransactionContext(new ImmutableContext(Map.of("tenant", new Value("north"))));
            flags.get("b");
            Web.client().getBooleanValue("c", false);
        });
        web.startConnected();
        api.setProviderAndWait(
                FlipswitchProvider.DEFAULT_DOMAIN,
                FlipswitchProvider.builder("key")
                        .baseUrl(web.flagServer.baseUrl())
                        .evaluationContext(() -> new ImmutableContext(Map.of("version", new Value("1"))))
                        .build());
        api.setEvaluationContext(new ImmutableContext(Map.of("region", new Value("west"))));
        try {
            web.get("/page?user=anna");
        } finally {
            api.setEvaluationContext(new ImmutableContext());
        }
        assertThat(web.contexts("a"))
                .containsExactly("{\"context\":{\"region\":\"west\",\"targetingKey\":\"anna\",\"version\":\"1\"}}");
        assertThat(web.contexts("b"))
                .containsExactly("{\"context\":{\"region\":\"west\",\"targetingKey\":\"anna\",\"tenant\":\"north\","
                        + "\"version\":\"1\"}}");
        assertThat(web.contexts("c"))
                .as("the application has put its context in place of the request's")
                .containsExactly("{\"context\":{\"region\":\"west\",\"tenant\":\"north\",\"version\":\"1\"}}");
    }

    @Test
    void onlyTheFlagsThatAResolverReadsItselfAreEvaluatedAsAnonymous() throws Exception {
        RequestContextResolver reading = request -> {
            RequestFlags.of(request).get("a");
            return new ImmutableContext("anna");
        };
        web.context.setAttribute(RequestContextResolver.ATTRIBUTE, reading);
        web.page("/page", (request, response) -> {
            Web.client().getBooleanValue("b", false);
            RequestFlags.of(request).get("c");
        });
        web.startConnected();
        web.get("/page");
        assertThat(web.contexts("a")).containsExactly("{\"context\":{}}");
        assertThat(web.contexts("b")).containsExactly("{\"context\":{\"targetingKey\":\"anna\"}}");
        assertThat(web.contexts("c")).containsExactly("{\"context\":{\"targetingKey\":\"anna\"}}");
    }

    @Test
    void anErrorPageHasTheFlagsAndTheUserOfTheRequestThatFailed() throws Exception {
        web.authenticate();
        web.flagServer.set("dark-mode", "true");
        web.flagServer.set("help", "true");
        var errors = new org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler();
        errors.addErrorPage(RuntimeException.class, "/oops");
        web.context.setErrorHandler(errors);
        web.page("/fails", (request, response) -> {
            RequestFlags.of(request).get("dark-mode");
            throw new IllegalStateException("on purpose");
        });
        web.page("/oops", (request, response) -> {
            assertThat(request.getAttribute(RequestDispatcher.ERROR_EXCEPTION)).isNotNull();
            response.getWriter()
                    .write(RequestFlags.of(request).get("dark-mode") + " "
                            + RequestFlags.of(request).get("help"));
        });
        web.startConnected();
        assertThat(web.answer("/fails?user=anna").body()).isEqualTo("true true");
        assertThat(web.flagServer.evaluations("dark-mode")).isEqualTo(1);
        assertThat(web.contexts("help")).containsExactly("{\"context\":{\"targetingKey\":\"anna\"}}");
    }

    @Test
    void plainClientsEvaluateForTheRequestsUserAndNothingStaysOnThePooledThread() throws Exception {
        web.authenticate();
        web.flagServer.set("a", "true");
        web.page("/page", (request, response) -> response.getWriter()
                .write(String.valueOf(Web.client().getBooleanValue("a", false))));
        web.startConnected();
        assertThat(web.get("/page?user=anna")).isEqualTo("true");
        assertThat(web.contexts("a")).containsExactly("{\"context\":{\"targetingKey\":\"anna\"}}");

        CountDownLatch all = new CountDownLatch(1);
        TransactionContextPropagator propagator = OpenFeatureAPI.getInstance().getTransactionContextPropagator();
        List<Boolean> empty = new CopyOnWriteArrayList<>();
        int threads = web.pool.getMaxThreads();
        for (int i = 0; i < threads * 4; i++) {
            web.pool.execute(() -> {
                EvaluationContext left = propagator.getTransactionContext();
                empty.add(left == null || left.isEmpty());
                if (empty.size() >= threads * 4) {
                    all.countDown();
                }
            });
        }
        assertThat(all.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(empty).doesNotContain(false);
    }

    @Test
    void aTaskOfAnotherThreadHasTheContextOnlyWhereItIsWrapped() throws Exception {
        web.authenticate();
        web.flagServer.set("wrapped", "true");
        web.flagServer.set("bare", "true");
        web.flagServer.set("asked", "true");
        web.page("/page", (request, response) -> {
            AsyncContext async = request.startAsync();
            RequestFlags flags = RequestFlags.of(request);
            async.start(() -> {
                Web.client().getBooleanValue("bare", false);
                flags.inContext(() -> Web.client().getBooleanValue("wrapped", false))
                        .run();
                flags.get("asked");
                async.complete();
            });
        });
        web.startConnected();
        web.get("/page?user=anna");
        assertThat(web.contexts("bare")).containsExactly("{\"context\":{}}");
        assertThat(web.contexts("wrapped")).containsExactly("{\"context\":{\"targetingKey\":\"anna\"}}");
        assertThat(web.contexts("asked")).containsExactly("{\"context\":{\"targetingKey\":\"anna\"}}");
    }

    @Test
    void laysTheRequestsContextOverWhatIsThereAndPutsThatBack() throws Exception {
        OpenFeatureAPI api = OpenFeatureAPI.getInstance();
        EvaluationContext tenant = new ImmutableContext("nobody", Map.of("tenant", new Value("north")));
        List<EvaluationContext> after = new CopyOnWriteArrayList<>();
        web.before((request, response, chain) -> {
            TransactionContextPropagator propagator = api.getTransactionContextPropagator();
            propagator.setTransactionContext(tenant);
            chain.doFilter(request, response);
            after.add(propagator.getTransactionContext());
            propagator.setTransactionContext(new ImmutableContext());
        });
        web.authenticate();
        web.flagServer.set("a", "true");
        web.page("/page", (request, response) -> Web.client().getBooleanValue("a", false));
        web.startConnected();
        web.get("/page?user=anna");
        assertThat(web.contexts("a")).containsExactly("{\"context\":{\"targetingKey\":\"anna\",\"tenant\":\"north\"}}");
        assertThat(after).containsExactly(tenant);
    }

    @Test
    void theApplicationMayAddToWhatTheRequestsContextSays() throws Exception {
        OpenFeatureAPI api = OpenFeatureAPI.getInstance();
        web.authenticate();
        web.flagServer.set("a", "true");
        web.flagServer.set("b", "true");
        web.page("/page", (request, response) -> {
            Map<String, Value> more = api.getTransactionContextPropagator()
                    .getTransactionContext()
                    .asMap();
            more.put("tenant", new Value("north"));
            RequestFlags.of(request).get("a");
            api.setTransactionContext(new ImmutableContext(more));
            Web.client().getBooleanValue("b", false);
        });
        web.startConnected();
        web.get("/page?user=anna");
        assertThat(web.contexts("a")).containsExactly("{\"context\":{\"targetingKey\":\"anna\"}}");
        assertThat(web.contexts("b")).containsExactly("{\"context\":{\"targetingKey\":\"anna\",\"tenant\":\"north\"}}");
    }

    @Test
    void worksWithAPropagatorThatIsSetWhileTheApplicationRuns() throws Exception {
        OpenFeatureAPI api = OpenFeatureAPI.getInstance();
        web.authenticate();
        web.flagServer.set("a", "true");
        web.page("/page", (request, response) -> Web.client().getBooleanValue("a", false));
        web.startConnected();
        TransactionContextPropagator before = api.getTransactionContextPropagator();
        assertThat(before.getClass()).as("nothing of ours").isEqualTo(ThreadLocalTransactionContextPropagator.class);
        try {
            api.setTransactionContextPropagator(new ThreadLocalTransactionContextPropagator());
            web.get("/page?user=anna");
            assertThat(web.contexts("a")).containsExactly("{\"context\":{\"targetingKey\":\"anna\"}}");
        } finally {
            api.setTransactionContextPropagator(before);
        }
    }

    @Test
    void aPropagatorThatFailsIsNamedOnceAndFailsNoRequest() throws Exception {
        OpenFeatureAPI api = OpenFeatureAPI.getInstance();
        TransactionContextPropagator before = api.getTransactionContextPropagator();
        try {
            api.setTransactionContextPropagator(new TransactionContextPropagator() {
                @Override
                public EvaluationContext getTransactionContext() {
                    return new ImmutableContext();
                }

                @Override
                public void setTransactionContext(EvaluationContext context) {
                    throw new IllegalStateException("read only");
                }
            });
            web.authenticate();
            web.flagServer.set("a", "true");
            web.page("/page", (request, response) -> response.getWriter()
                    .write(String.valueOf(RequestFlags.of(request).get("a"))));
            web.startConnected();
            assertThat(web.get("/page?user=anna")).isEqualTo("true");
            assertThat(web.get("/page?user=anna")).isEqualTo("true");
            assertThat(web.contexts("a")).containsExactly("{\"context\":{\"targetingKey\":\"anna\"}}");
            assertThat(log.containing("FLIP-SERVLET-0013"))
                    .singleElement()
                    .asString()
                    .contains("RequestContextTest", "read only");
        } finally {
            api.setTransactionContextPropagator(before);
        }
    }

    @Test
    void flagsThatOutliveTheirRequestKnowNothingOfTheNextOne() throws Exception {
        web.authenticate();
        web.flagServer.set("a", "true");
        RequestFlags[] kept = new RequestFlags[1];
        web.page("/page", (request, response) -> kept[0] = RequestFlags.of(request));
        web.startConnected();
        web.get("/page?user=anna");
        assertThat(kept[0].getBoolean("a", false)).isTrue();
        assertThat(web.contexts("a")).containsExactly("{\"context\":{}}");
    }

    /** How a request that goes on asynchronously may end. */
    private enum Ending {
        COMPLETE {
            @Override
            void end(AsyncContext async) {
                async.complete();
            }
        },
        DISPATCH {
            @Override
            void end(AsyncContext async) {
                async.dispatch("/last");
            }
        },
        DISPATCH_TO_MORE_ASYNCHRONOUS_WORK {
            @Override
            void end(AsyncContext async) {
                async.dispatch("/more");
            }
        },
        TIMEOUT {
            @Override
            void end(AsyncContext async) {}
        },
        TIMEOUT_WITH_AN_ANSWER {
            @Override
            void end(AsyncContext async) {}
        };

        abstract void end(AsyncContext async);
    }

    @ParameterizedTest
    @EnumSource
    void flagsThatOutliveAsynchronousWorkKnowNothingOfTheNextRequestOnTheirConnection(Ending ending) throws Exception {
        web.set("attributes", "who=header:X-Who");
        web.flagServer.set("a", "true");
        RequestFlags[] kept = new RequestFlags[1];
        web.page("/asynchronous", (request, response) -> {
            kept[0] = RequestFlags.of(request);
            AsyncContext async = request.startAsync();
            async.setTimeout(ending.name().startsWith("TIMEOUT") ? 200 : 0);
            if (ending == Ending.TIMEOUT_WITH_AN_ANSWER) {
                async.addListener(new CompletingAtTimeout());
            }
            ending.end(async);
        });
        web.page("/more", (request, response) -> request.startAsync().complete());
        web.page("/next", (request, response) -> {
            kept[0].getBoolean("a", false);
            kept[0].inContext(() -> Web.client().getBooleanValue("b", false)).run();
        });
        web.startConnected();
        web.onOneConnection("/asynchronous HTTP/1.1\r\nX-Who: anna", "/next HTTP/1.1\r\nX-Who: ben");
        assertThat(web.contexts("a")).containsExactly("{\"context\":{}}");
        assertThat(web.contexts("b")).containsExactly("{\"context\":{}}");
    }

    @Test
    void flagsAskNothingOfAnotherRequestThatTheirThreadServes() throws Exception {
        OpenFeatureAPI api = OpenFeatureAPI.getInstance();
        web.set("attributes", "who=header:X-Who");
        web.flagServer.set("a", "true");
        RequestFlags[] kept = new RequestFlags[1];
        web.page("/page", (request, response) -> kept[0] = RequestFlags.of(request));
        web.page("/next", (request, response) -> kept[0].getBoolean("a", false));
        web.startConnected();
        api.addHooks(new Hook<Object>() {}); // so that OpenFeature's client is asked
        try {
            web.answer("/page", "X-Who", "anna");
            web.answer("/next", "X-Who", "ben");
        } finally {
            api.clearHooks();
        }
        assertThat(web.contexts("a")).containsExactly("{\"context\":{}}");
    }

    @Test
    void asynchronousWorkKnowsItsRequestUntilItEnds() throws Exception {
        web.set("attributes", "who=header:X-Who");
        web.flagServer.set("a", "true");
        web.page("/asynchronous", (request, response) -> {
            AsyncContext async = request.startAsync();
            RequestFlags flags = RequestFlags.of(request);
            Thread filtered = Thread.currentThread();
            async.start(() -> {
                await().atMost(LIMIT).until(() -> !isInFilter(filtered));
                flags.getBoolean("a", false);
                async.complete();
            });
        });
        web.startConnected();
        web.answer("/asynchronous", "X-Who", "anna");
        assertThat(web.contexts("a")).containsExactly("{\"context\":{\"who\":\"anna\"}}");
    }

    private static boolean isInFilter(Thread thread) {
        return Stream.of(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(FlipswitchFilter.class.getName()));
    }

    private static final class CompletingAtTimeout implements AsyncListener {
        @Override
        public void onTimeout(AsyncEvent event) {
            event.getAsyncContext().complete();
        }

        @Override
        public void onComplete(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }
}
