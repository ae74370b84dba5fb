package dev.flipswitch;

import static dev.flipswitch.fixtures.FakeFlagServer.EVALUATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.Request;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.ProviderState;
import dev.openfeature.sdk.Value;
import dev.openfeature.sdk.exceptions.GeneralError;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** All flags at once, for one context. */
class ProviderAllFlagsTest extends ProviderFixture {
    private final ImmutableContext anna = new ImmutableContext("anna");

    private List<Request> requests() {
        return server.http().requests().stream()
                .filter(request ->
                        request.path().equals(EVALUATION) && request.bodyText().contains("anna"))
                .toList();
    }

    private FlagEvaluationDetails<Value> flag(String key) {
        return Optional.ofNullable(provider.evaluateAll(anna).get(key)).orElseThrow();
    }

    @Test
    void givesEachFlagWithItsDetails() {
        server.set("i", "42");
        server.answer("code", 200, "{\"key\":\"code\",\"reason\":\"DISABLED\"}");
        server.answer(
                "failed",
                200,
                "{\"key\":\"failed\",\"errorCode\":\"TARGETING_KEY_MISSING\",\"errorDetails\":\"who?\"}");
        connect();
        assertThat(provider.evaluateAll(anna).keySet()).containsExactly("code", "failed", "i");
        assertThat(flag("i").getValue().asInteger()).isEqualTo(42);
        assertThat(flag("i").getVariant()).isEqualTo("v");
        assertThat(flag("code").getValue().isNull()).isTrue();
        assertThat(flag("failed").getErrorCode()).isEqualTo(ErrorCode.TARGETING_KEY_MISSING);
        assertThat(flag("failed").getErrorMessage()).isEqualTo("who?");
    }

    @Test
    void asksAgainWhenSomethingHasChangedAndNamesTheStateThatItKnows() {
        server.set("a", "1");
        connect();
        provider.evaluateAll(anna);
        provider.evaluateAll(anna);
        assertThat(requests()).hasSize(1);

        server.send("event: flag-updated\ndata: {\"flagKey\":\"other\"}\n\n");
        await().atMost(LIMIT).until(() -> {
            provider.evaluateAll(anna);
            return requests().size() == 2;
        });
        assertThat(requests().get(0).header("If-None-Match")).isEmpty();
        assertThat(requests().get(1).header("If-None-Match")).isPresent(); // answered with 304
        assertThat(flag("a").getValue().asInteger()).isEqualTo(1);

        server.change("a", "2");
        await().atMost(LIMIT).until(() -> flag("a").getValue().asInteger() == 2);
    }

    @Test
    void givesWhatItKnowsWhileTheServerIsAwayAndSaysSoWhereItKnowsNothing() {
        server.set("a", "1");
        connect();
        provider.evaluateAll(anna);
        server.http().stop();
        await().atMost(LIMIT).until(() -> client.getProviderState() == ProviderState.STALE);
        assertThat(flag("a").getReason()).isEqualTo("STALE");
        assertThatThrownBy(() -> provider.evaluateAll(new ImmutableContext("ben")))
                .isInstanceOf(GeneralError.class)
                .hasMessageContaining("FLIP-CORE-0032")
                .hasMessageContaining("refused");
    }
}
