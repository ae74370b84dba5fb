package dev.flipswitch;

import static dev.flipswitch.fixtures.FakeFlagServer.EVALUATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.Request;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.Value;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Flags for a context that is made ready once. */
class ProviderContextFlagsTest extends ProviderFixture {
    private static final String ANNA = "{\"context\":{\"targetingKey\":\"anna\",\"version\":\"1\"}}";

    private final ImmutableContext anna = new ImmutableContext("anna");

    @Test
    void answersAsOpenFeaturesClientDoesAndFollowsChanges() {
        server.set("a", "1");
        server.answer("unknown", 404, "{\"key\":\"unknown\",\"errorCode\":\"FLAG_NOT_FOUND\"}");
        connect();
        ContextFlags flags = provider.forContext(anna);
        assertThat(flags.evaluate("a")).isEqualTo(client.getObjectDetails("a", new Value(), anna));
        assertThat(flags.evaluate("unknown")).isEqualTo(client.getObjectDetails("unknown", new Value(), anna));
        assertThat(flags.evaluate("unknown").getErrorCode()).isEqualTo(ErrorCode.FLAG_NOT_FOUND);

        server.change("a", "2");
        await().atMost(LIMIT).until(() -> flags.evaluate("a").getValue().asInteger() == 2);
        assertThat(flags.evaluateAll())
                .hasEntrySatisfying(
                        "a", all -> assertThat(all.getValue().asInteger()).isEqualTo(2));
    }

    @Test
    void hasTheApplicationsContextAsItWasAtTheBeginning() {
        AtomicInteger asked = new AtomicInteger();
        provider = builder()
                .evaluationContext(
                        () -> new ImmutableContext(Map.of("version", new Value("" + asked.incrementAndGet()))))
                .build();
        server.set("a", "1");
        server.set("b", "1");
        connect();
        asked.set(0);
        ContextFlags flags = provider.forContext(anna);
        flags.evaluate("a");
        flags.evaluate("b");
        flags.evaluateAll();
        assertThat(server.http().requests().stream()
                        .filter(request -> request.bodyText().contains("anna"))
                        .map(Request::path))
                .containsExactly(EVALUATION + "/a", EVALUATION + "/b", EVALUATION);
        assertThat(server.http().requests().stream().map(Request::bodyText).filter(body -> body.contains("anna")))
                .containsOnly(ANNA);
    }
}
