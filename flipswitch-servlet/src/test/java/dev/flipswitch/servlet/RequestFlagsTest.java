package dev.flipswitch.servlet;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.FlipswitchProvider;
import dev.flipswitch.fixtures.Request;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.Hook;
import dev.openfeature.sdk.HookContext;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.ThreadLocalTransactionContextPropagator;
import dev.openfeature.sdk.TransactionContextPropagator;
import dev.openfeature.sdk.Value;
import dev.openfeature.sdk.providers.memory.Flag;
import dev.openfeature.sdk.providers.memory.InMemoryProvider;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A request's flags and its context, through the dispatches of the Servlet specification. */
class RequestFlagsTest {
    private final Web web = new Web();
    private final LogRecords log = new LogRecords();

    @AfterEach
    void close() throws Exception {
        log.close();
        web.close();
    }

    private static Client client() {
        return OpenFeatureAPI.getInstance().getClient(FlipswitchProvider.DEFAULT_DOMAIN);
    }

    private List<String> contexts(String flag) {
        return web.flagServer.http().requests().stream()
                .filter(request -> request.path().endsWith("/" + flag))
                .map(Request::bodyText)
                .toList();
    }

    /** Stands for the container's authentication: the parameter {@code user} names the principal. */
    private void authenticate() {
        web.before((request, response, chain) -> {
            String user = request.getParameter("user");
            chain.doFilter(
                    user == null
                            ? request
                            : new HttpServletRequestWrapper((HttpServletRequest) request) {
                                @Override
                                public Principal getUserPrincipal() {
                                    return () -> user;
                                }
                            },
                    response);
        });
    }

    @Test
    void givesEachTypeOfAFlagAndTheDefaultForAnyOther() throws Exception {
        web.flagServer.set("on", "true");
        web.flagServer.set("title", "\"Shop\"");
        web.flagServer.set("limit", "3");
        web.flagServer.set("big", "3000000000");
        web.flagServer.set("rate", "0.25");
        web.unknown("unknown");
        web.page("/page", (request, response) -> {
            RequestFlags flags = RequestFlags.of(request);
            assertThat(flags.getBoolean("on", false)).isTrue();
            assertThat(flags.getBoolean("title", true)).isTrue();
            assertThat(flags.getString("title", "")).isEqualTo("Shop");
            assertThat(flags.getString("on", "none")).isEqualTo("none");
            assertThat(flags.getInteger("limit", 0)).isEqualTo(3);
            assertThat(flags.getInteger("big", 1)).isEqualTo(1);
            assertThat(flags.getLong("big", 1)).isEqualTo(3_000_000_000L);
            assertThat(flags.getInteger("rate", 1)).isEqualTo(1);
            assertThat(flags.getDouble("rate", 0)).isEqualTo(0.25);
            assertThat(flags.getDouble("limit", 0)).isEqualTo(3.0);
            assertThat(flags.getDouble("unknown", 0.5)).isEqualTo(0.5);
            assertThat(flags.getOrDefault("unknown", "none")).isEqualTo("none");
            assertThat(flags.getDetails("title").getVariant()).isEqualTo("v");
            assertThat(flags.getDetails("unknown").getErrorCode()).isEqualTo(ErrorCode.FLAG_NOT_FOUND);
            response.getWriter().write("checked");
        });
        web.start();
        assertThat(web.get("/page")).isEqualTo("checked");
        assertThat(web.flagServer.evaluations("title"))
                .as("asked for as three types")
                .isEqualTo(1);
    }

    @Test
    void answersWhatOpenFeaturesClientAnswers() throws Exception {
        web.flagServer.set("on", "true");
        web.flagServer.set("theme", "{\"colors\":[\"red\"]}");
        web.flagServer.answer("code", 200, "{\"key\":\"code\",\"reason\":\"DISABLED\"}");
        web.flagServer.answer(
                "failed",
                400,
                "{\"key\":\"failed\",\"errorCode\":\"TARGETING_KEY_MISSING\",\"errorDetails\":\"who?\"}");
        web.unknown("unknown");
        web.page("/page", (request, response) -> {
            for (String key : List.of("on", "theme", "code", "failed", "unknown")) {
                assertThat(RequestFlags.of(request).getDetails(key))
                        .isEqualTo(client().getObjectDetails(key, new Value()));
            }
            response.getWriter().write("checked");
        });
        web.start();
        assertThat(web.get("/page")).isEqualTo("checked");
    }

    @Test
    void evaluatesWithTheApplicationsContextAndWithWhatTheTransactionsIsMeanwhile() throws Exception {
        OpenFeatureAPI api = OpenFeatureAPI.getInstance();
        authenticate();
        for (String key : List.of("a", "b", "c")) {
            web.flagServer.set(key, "true");
        }
        web.page("/page", (request, response) -> {
            RequestFlags flags = RequestFlags.of(request);
            flags.get("a");
            api.setTransactionContext(new ImmutableContext(Map.of("tenant", new Value("north"))));
            flags.get("b");
            client().getBooleanValue("c", false);
        });
        web.start();
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
        assertThat(contexts("a"))
                .containsExactly("{\"context\":{\"region\":\"west\",\"targetingKey\":\"anna\",\"version\":\"1\"}}");
        assertThat(contexts("b"))
                .containsExactly("{\"context\":{\"region\":\"west\",\"targetingKey\":\"anna\",\"tenant\":\"north\","
                        + "\"version\":\"1\"}}");
        assertThat(contexts("c"))
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
            client().getBooleanValue("b", false);
            RequestFlags.of(request).get("c");
        });
        web.start();
        web.get("/page");
        assertThat(contexts("a")).containsExactly("{\"context\":{}}");
        assertThat(contexts("b")).containsExactly("{\"context\":{\"targetingKey\":\"anna\"}}");
        assertThat(contexts("c")).containsExactly("{\"context\":{\"targetingKey\":\"anna\"}}");
    }

    @Test
    void readingTwentyFlagsCostsTwentyEvaluationsHoweverOftenTheyAreRead() throws Exception {
        AtomicInteger evaluations = new AtomicInteger();
        Hook<Object> counting = new Hook<>() {
            @Override
            public Optional<EvaluationContext> before(HookContext<Object> context, Map<String, Object> hints) {
                evaluations.incrementAndGet();
                return Optional.empty();
            }
        };
        for (int i = 0; i < 20; i++) {
            web.flagServer.set("flag-" + i, "true");
        }
        web.page("/page", (request, response) -> {
            for (int i = 0; i < 60; i++) {
                assertThat(RequestFlags.of(request).getBoolean("flag-" + i % 20, false))
                        .isTrue();
            }
        });
        web.start();
        OpenFeatureAPI.getInstance().addHooks(counting);
        try {
            assertThat(web.answer("/page").statusCode()).isEqualTo(200);
        } finally {
            OpenFeatureAPI.getInstance().clearHooks();
        }
        assertThat(evaluations).hasValue(20);
    }

    @Test
    void worksWithAProviderThatKnowsNoUntypedFlags() throws Exception {
        web.page("/page", (request, response) -> {
            RequestFlags flags = RequestFlags.of(request);
            response.getWriter()
                    .write(flags.get("on") + " " + flags.get("title") + " " + flags.get("rate") + " "
                            + flags.getString("title", "") + " " + flags.get("unknown"));
        });
        web.start();
        OpenFeatureAPI.getInstance()
                .setProviderAndWait(
                        FlipswitchProvider.DEFAULT_DOMAIN,
                        new InMemoryProvider(
                                Map.of("on", memory(true), "title", memory("Shop"), "rate", memory(0.25))));
        assertThat(web.get("/page")).isEqualTo("true Shop 0.25 Shop null");
    }

    private static <T> Flag<T> memory(T value) {
        return Flag.<T>builder().variant("v", value).defaultVariant("v").build();
    }

    @Test
    void showsFlagsAsJsonThatIsSafeInAScript() throws Exception {
        web.flagServer.set("title", "\"</script>é&\"");
        web.flagServer.set("theme", "{\"colors\":[\"red\",1,0.5,true]}");
        web.page("/page", (request, response) -> response.getWriter()
                .write(RequestFlags.of(request).toJson("title", "unknown", "theme")));
        web.start();
        assertThat(web.get("/page"))
                .isEqualTo("{\"title\":\"\\u003c/script\\u003e\\u00e9\\u0026\","
                        + "\"theme\":{\"colors\":[\"red\",1,0.5,true]}}");
    }

    @Test
    void holdsTheFirstAnswerThroughForwardsIncludesErrorsAndAsynchronousContinuations() throws Exception {
        web.flagServer.set("dark-mode", "true");
        web.page("/start", (request, response) -> {
            response.getWriter().write(RequestFlags.of(request).get("dark-mode") + " ");
            web.flagServer.change("dark-mode", "false");
            await().atMost(LIMIT).until(() -> !client().getBooleanValue("dark-mode", true));
            request.getRequestDispatcher("/included").include(request, response);
            request.startAsync().dispatch("/continued");
        });
        web.page("/included", (request, response) -> response.getWriter()
                .write(RequestFlags.of(request).get("dark-mode") + " "));
        web.page("/continued", (request, response) -> request.getRequestDispatcher("/forwarded")
                .forward(request, response));
        web.page("/forwarded", (request, response) -> response.getWriter()
                .write(String.valueOf(RequestFlags.of(request).get("dark-mode"))));
        web.start();
        web.flagServer.awaitClient(LIMIT);
        assertThat(web.get("/start")).endsWith("true");
        assertThat(web.get("/included")).as("another request").isEqualTo("false ");
    }

    @Test
    void anErrorPageHasTheFlagsAndTheUserOfTheRequestThatFailed() throws Exception {
        authenticate();
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
        web.start();
        assertThat(web.answer("/fails?user=anna").body()).isEqualTo("true true");
        assertThat(web.flagServer.evaluations("dark-mode")).isEqualTo(1);
        assertThat(contexts("help")).containsExactly("{\"context\":{\"targetingKey\":\"anna\"}}");
    }

    @Test
    void plainClientsEvaluateForTheRequestsUserAndNothingStaysOnThePooledThread() throws Exception {
        authenticate();
        web.flagServer.set("a", "true");
        web.page("/page", (request, response) -> response.getWriter()
                .write(String.valueOf(client().getBooleanValue("a", false))));
        web.start();
        assertThat(web.get("/page?user=anna")).isEqualTo("true");
        assertThat(contexts("a")).containsExactly("{\"context\":{\"targetingKey\":\"anna\"}}");

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
        authenticate();
        web.flagServer.set("wrapped", "true");
        web.flagServer.set("bare", "true");
        web.flagServer.set("asked", "true");
        web.page("/page", (request, response) -> {
            AsyncContext async = request.startAsync();
            RequestFlags flags = RequestFlags.of(request);
            async.start(() -> {
                client().getBooleanValue("bare", false);
                flags.inContext(() -> client().getBooleanValue("wrapped", false))
                        .run();
                flags.get("asked");
                async.complete();
            });
        });
        web.start();
        web.get("/page?user=anna");
        assertThat(contexts("bare")).containsExactly("{\"context\":{}}");
        assertThat(contexts("wrapped")).containsExactly("{\"context\":{\"targetingKey\":\"anna\"}}");
        assertThat(contexts("asked")).containsExactly("{\"context\":{\"targetingKey\":\"anna\"}}");
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
        authenticate();
        web.flagServer.set("a", "true");
        web.page("/page", (request, response) -> client().getBooleanValue("a", false));
        web.start();
        web.get("/page?user=anna");
        assertThat(contexts("a")).containsExactly("{\"context\":{\"targetingKey\":\"anna\",\"tenant\":\"north\"}}");
        assertThat(after).containsExactly(tenant);
    }

    @Test
    void worksWithAPropagatorThatIsSetWhileTheApplicationRuns() throws Exception {
        OpenFeatureAPI api = OpenFeatureAPI.getInstance();
        authenticate();
        web.flagServer.set("a", "true");
        web.page("/page", (request, response) -> client().getBooleanValue("a", false));
        web.start();
        TransactionContextPropagator before = api.getTransactionContextPropagator();
        assertThat(before.getClass()).as("nothing of ours").isEqualTo(ThreadLocalTransactionContextPropagator.class);
        try {
            api.setTransactionContextPropagator(new ThreadLocalTransactionContextPropagator());
            web.get("/page?user=anna");
            assertThat(contexts("a")).containsExactly("{\"context\":{\"targetingKey\":\"anna\"}}");
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
            authenticate();
            web.flagServer.set("a", "true");
            web.page("/page", (request, response) -> response.getWriter()
                    .write(String.valueOf(RequestFlags.of(request).get("a"))));
            web.start();
            assertThat(web.get("/page?user=anna")).isEqualTo("true");
            assertThat(web.get("/page?user=anna")).isEqualTo("true");
            assertThat(contexts("a")).containsExactly("{\"context\":{\"targetingKey\":\"anna\"}}");
            assertThat(log.containing("FLIP-SERVLET-0013"))
                    .singleElement()
                    .asString()
                    .contains("RequestFlagsTest", "read only");
        } finally {
            api.setTransactionContextPropagator(before);
        }
    }

    @Test
    void flagsThatOutliveTheirRequestKnowNothingOfTheNextOne() throws Exception {
        authenticate();
        web.flagServer.set("a", "true");
        RequestFlags[] kept = new RequestFlags[1];
        web.page("/page", (request, response) -> kept[0] = RequestFlags.of(request));
        web.start();
        web.get("/page?user=anna");
        assertThat(kept[0].getBoolean("a", false)).isTrue();
        assertThat(contexts("a")).containsExactly("{\"context\":{}}");
    }

    @Test
    void namesAnUnknownFlagOfAnExpressionOnceAndInOneLine() throws Exception {
        web.unknown("un%0Aknown");
        web.page("/page", (request, response) -> response.getWriter()
                .write(String.valueOf(RequestFlags.of(request).get("un\nknown"))));
        web.start();
        assertThat(web.get("/page")).isEqualTo("null");
        assertThat(web.get("/page")).isEqualTo("null");
        assertThat(log.containing("FLIP-SERVLET-0002"))
                .singleElement()
                .asString()
                .contains("'un?known'");
    }

    @Test
    void canBeSwitchedOff() throws Exception {
        web.set("enabled", "false").set("public-flags", "a").set("gates", "/page=a");
        web.page("/page", (request, response) -> response.getWriter()
                .write(String.valueOf(request.getAttribute(RequestFlags.ATTRIBUTE))));
        web.start();
        assertThat(web.get("/page")).isEqualTo("null");
        assertThat(web.get("/flipswitch/flags")).isEqualTo("nothing at /flipswitch/flags");
    }

    @Test
    void doesNotStartWithNonsenseAndSaysAllOfIt() {
        web.set("enabled", "maybe").set("max-pages", "0").set("gates", "beta=x").set("attributes", "a=b");
        web.set("public-flag", "a");
        assertThatExceptionOfType(Exception.class)
                .isThrownBy(web::start)
                .withStackTraceContaining("flipswitch.servlet.enabled is 'maybe'")
                .withStackTraceContaining("flipswitch.servlet.max-pages is '0'")
                .withStackTraceContaining("flipswitch.servlet.gates is 'beta=x'")
                .withStackTraceContaining("flipswitch.servlet.attributes is 'a=b'");
        assertThat(log.containing("FLIP-SERVLET-0004"))
                .singleElement()
                .asString()
                .contains("public-flag,");
    }
}
