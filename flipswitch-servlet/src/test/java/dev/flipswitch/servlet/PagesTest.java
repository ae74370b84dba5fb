package dev.flipswitch.servlet;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.FlipswitchProvider;
import dev.flipswitch.fixtures.FakeFlagServer;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.Hook;
import dev.openfeature.sdk.HookContext;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.Value;
import dev.openfeature.sdk.providers.memory.Flag;
import dev.openfeature.sdk.providers.memory.InMemoryProvider;
import jakarta.servlet.http.HttpServlet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script, and the values that a page asks for. */
class PagesTest {
    private final Web web = new Web();

    @BeforeEach
    void flags() {
        web.flagServer.set("dark-mode", "true");
        web.flagServer.set("secret", "true");
    }

    @AfterEach
    void close() throws Exception {
        web.close();
    }

    private void start() throws Exception {
        web.set("public-flags", "dark-mode, title").startConnected();
    }

    @Test
    void isNotThereUnlessFlagsAreListed() throws Exception {
        web.start();
        assertThat(web.get("/flipswitch/flags")).isEqualTo("nothing at /flipswitch/flags");
    }

    @Test
    void givesTheValuesOfTheListedFlagsAndOfNoOthers() throws Exception {
        start();
        var answer = web.answer("/flipswitch/flags");
        assertThat(answer.body()).isEqualTo("{\"dark-mode\":true}");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("private, no-cache");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(web.flagServer.evaluations("secret")).isZero();
    }

    @Test
    void saysThatNothingChangedByTheEntityTag() throws Exception {
        start();
        String tag =
                web.answer("/flipswitch/flags").headers().firstValue("ETag").orElseThrow();
        var same = web.answer("/flipswitch/flags", "If-None-Match", "\"other\", W/" + tag);
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.headers().firstValue("ETag")).contains(tag);
        web.flagServer.change("dark-mode", "false");
        await().atMost(LIMIT).until(() -> web.answer("/flipswitch/flags", "If-None-Match", tag)
                .body()
                .equals("{\"dark-mode\":false}"));
    }

    @ParameterizedTest
    @CsvSource({
        "'\"%s\"', 304",
        "'W/\"%s\"', 304",
        "'\"%s-gzip\"', 304",
        "'\"%s--br\"', 304",
        "'W/\"%s;gzip\"', 304",
        "'\"other\", W/\"%s:zstd\"', 304",
        "*, 304",
        "'\"x%s\"', 200",
        "'\"%sgzip\"', 200",
        "'%s', 200",
        "'\"other\"', 200",
        "'\"', 200"
    })
    void knowsItsEntityTagsWhateverAProxyThatCompressesMadeOfThem(String known, int status) throws Exception {
        start();
        for (String path : List.of("/flipswitch/flags", "/flipswitch/flags.js")) {
            String tag = web.answer(path).headers().firstValue("ETag").orElseThrow();
            String hash = tag.substring(1, tag.length() - 1);
            assertThat(web.answer(path, "If-None-Match", known.formatted(hash)).statusCode())
                    .isEqualTo(status);
        }
    }

    @Test
    void asksOnceForAllListedFlagsOfAUser() throws Exception {
        web.flagServer.set("title", "\"Shop\"");
        web.set("attributes", "plan=header:X-Plan");
        start();
        long before = questions();
        assertThat(web.answer("/flipswitch/flags", "X-Plan", "gold").body())
                .isEqualTo("{\"dark-mode\":true,\"title\":\"Shop\"}");
        assertThat(questions() - before).isEqualTo(1);
        assertThat(web.lastQuestion()).isEqualTo("{\"context\":{\"plan\":\"gold\"}}");
        web.answer("/flipswitch/flags", "X-Plan", "gold");
        assertThat(questions() - before).as("kept").isEqualTo(1);
        web.answer("/flipswitch/flags", "X-Plan", "silver");
        assertThat(questions() - before).as("another user").isEqualTo(2);
    }

    @Test
    void asksForAllFlagsWithTheApplicationsContextToo() throws Exception {
        start();
        OpenFeatureAPI.getInstance()
                .setProviderAndWait(
                        FlipswitchProvider.DEFAULT_DOMAIN,
                        FlipswitchProvider.builder("key")
                                .baseUrl(web.flagServer.baseUrl())
                                .evaluationContext(() -> new ImmutableContext(Map.of("version", new Value("1"))))
                                .build());
        OpenFeatureAPI.getInstance().setEvaluationContext(new ImmutableContext(Map.of("region", new Value("west"))));
        try {
            assertThat(web.get("/flipswitch/flags")).isEqualTo("{\"dark-mode\":true}");
        } finally {
            OpenFeatureAPI.getInstance().setEvaluationContext(new ImmutableContext());
        }
        assertThat(web.lastQuestion()).isEqualTo("{\"context\":{\"region\":\"west\",\"version\":\"1\"}}");
    }

    private long questions() {
        return web.flagServer.http().requests().stream()
                .filter(request -> request.path().startsWith(FakeFlagServer.EVALUATION))
                .count();
    }

    @Test
    void asksForOneFlagAfterAnotherWhereAHookMustSeeEachEvaluation() throws Exception {
        web.flagServer.set("title", "\"Shop\"");
        List<String> seen = new CopyOnWriteArrayList<>();
        OpenFeatureAPI.getInstance().addHooks(new Hook<Object>() {
            @Override
            public void after(
                    HookContext<Object> context, FlagEvaluationDetails<Object> details, Map<String, Object> hints) {
                seen.add(details.getFlagKey());
            }
        });
        try {
            start();
            assertThat(web.get("/flipswitch/flags")).isEqualTo("{\"dark-mode\":true,\"title\":\"Shop\"}");
            assertThat(seen).containsExactly("dark-mode", "title");
        } finally {
            OpenFeatureAPI.getInstance().clearHooks();
        }
    }

    @Test
    void asksForOneFlagAfterAnotherWhereAllAtOnceCanNotBeHad() throws Exception {
        web.flagServer.set("title", "\"Shop\"");
        start();
        web.flagServer.http().on("POST " + FakeFlagServer.EVALUATION, exchange -> exchange.respond(500, ""));
        assertThat(web.get("/flipswitch/flags")).isEqualTo("{\"dark-mode\":true,\"title\":\"Shop\"}");
    }

    @Test
    void asksProvidersOfOthersForOneFlagAfterAnother() throws Exception {
        start();
        OpenFeatureAPI.getInstance()
                .setProviderAndWait(
                        FlipswitchProvider.DEFAULT_DOMAIN,
                        new InMemoryProvider(Map.of(
                                "title",
                                Flag.builder()
                                        .variant("v", "Shop")
                                        .defaultVariant("v")
                                        .build())));
        assertThat(web.get("/flipswitch/flags")).isEqualTo("{\"title\":\"Shop\"}");
    }

    @Test
    void saysSoWhereTheApplicationHasAServletOfThatName() throws Exception {
        web.context.addServlet(new ServletHolder("flipswitch-pages", new HttpServlet() {}), "/own");
        try (LogRecords log = new LogRecords()) {
            start();
            assertThat(log.containing("FLIP-SERVLET-0011"))
                    .singleElement()
                    .asString()
                    .startsWith("SEVERE")
                    .contains("a servlet named 'flipswitch-pages'");
        }
    }

    @Test
    void saysSoWhereTheApplicationHasAServletAtThatPath() throws Exception {
        web.context.addServlet(new ServletHolder("own", new HttpServlet() {}), "/flipswitch/flags");
        try (LogRecords log = new LogRecords()) {
            start();
            assertThat(log.containing("FLIP-SERVLET-0011"))
                    .singleElement()
                    .asString()
                    .contains("a servlet at /flipswitch/flags");
        }
    }

    @Test
    void servesTheScript() throws Exception {
        start();
        var script = web.answer("/flipswitch/flags.js");
        assertThat(script.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/javascript");
        assertThat(script.body()).contains("export function onFlag");
    }
}
