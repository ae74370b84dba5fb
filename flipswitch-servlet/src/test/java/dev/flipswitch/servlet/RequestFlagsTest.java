package dev.flipswitch.servlet;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.FlipswitchProvider;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.Hook;
import dev.openfeature.sdk.HookContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.Value;
import dev.openfeature.sdk.providers.memory.Flag;
import dev.openfeature.sdk.providers.memory.InMemoryProvider;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a request is told of its flags, and that a first answer holds through all dispatches. */
class RequestFlagsTest {
    private final Web web = new Web();
    private final LogRecords log = new LogRecords();

    @AfterEach
    void close() throws Exception {
        log.close();
        web.close();
    }

    @Test
    void givesEachTypeOfAFlagAndTheDefaultForAnyOther() throws Exception {
        web.flagServer.set("on", "true");
        web.flagServer.set("title", "\"Shop\"");
        web.flagServer.set("limit", "3");
        web.flagServer.set("big", "3000000000");
        web.flagServer.set("rate", "0.25");
        web.flagServer.set("ten", "10.0");
        web.flagServer.set("no-double", "9007199254740993");
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
            assertThat(flags.getInteger("ten", 1)).isEqualTo(10);
            assertThat(flags.getLong("ten", 1)).isEqualTo(10);
            assertThat(flags.getDouble("no-double", 0.5)).isEqualTo(0.5);
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
                        .isEqualTo(Web.client().getObjectDetails(key, new Value()));
            }
            response.getWriter().write("checked");
        });
        web.start();
        assertThat(web.get("/page")).isEqualTo("checked");
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
            await().atMost(LIMIT).until(() -> !Web.client().getBooleanValue("dark-mode", true));
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
    void namesOnceEachFlagThatTheDefaultIsTakenOf() throws Exception {
        web.unknown("missing");
        web.flagServer.set("size", "\"big\"");
        web.flagServer.set("on", "1.5");
        web.flagServer.set("sale", "true");
        web.page("/page", (request, response) -> {
            RequestFlags flags = RequestFlags.of(request);
            for (int i = 0; i < 1000; i++) {
                flags.getBoolean("missing", true);
                flags.getString("missing", "");
                flags.toJson("missing", "sale");
                flags.getInteger("size", 3);
                flags.getBoolean("sale", false);
                flags.getString("sale", "");
                flags.getDetails("missing");
            }
            response.getWriter()
                    .write(flags.getLong("on", 3) + " " + flags.getDouble("on", 3) + " " + flags.getInteger("size", 7));
        });
        web.start();
        assertThat(web.get("/page")).isEqualTo("3 1.5 7");
        assertThat(web.get("/page")).isEqualTo("3 1.5 7");
        assertThat(log.containing("FLIP-SERVLET-0002"))
                .singleElement()
                .asString()
                .contains("'missing'");
        assertThat(log.containing("FLIP-SERVLET-0034"))
                .hasSize(3)
                .anyMatch(line -> line.contains("'size' as a 32-bit integer, but it is a string"))
                .anyMatch(line -> line.contains("'on' as a 64-bit integer, but it is a number"))
                .anyMatch(line -> line.contains("'sale' as a string, but it is a boolean"));
    }
}
