package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flipswitch.FlagChange;
import dev.flipswitch.FlipswitchProvider;
import dev.flipswitch.fixtures.FakeFlagServer;
import dev.flipswitch.testing.FlagsExtension;
import dev.openfeature.sdk.OpenFeatureAPI;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

class OutageTest {
    @Test
    @ExtendWith(FlagsExtension.class)
    void learnsAfterAnOutageWhatItMissed(FakeFlagServer server) throws InterruptedException {
        server.set("sale", "false");
        FlipswitchProvider provider =
                FlipswitchProvider.builder("any-key").baseUrl(server.baseUrl()).build();
        BlockingQueue<FlagChange> changes = new LinkedBlockingQueue<>();
        provider.addFlagChangeListener(changes::add);
        OpenFeatureAPI api = OpenFeatureAPI.createIsolated();
        api.setProviderAndWait(provider);
        server.awaitClient(Duration.ofMinutes(1));

        server.set("sale", "true"); // without a word
        server.breakStreams();

        FlagChange change = changes.poll(1, TimeUnit.MINUTES);
        assertThat(change).isNotNull();
        assertThat(change.newValue(Boolean.class)).contains(true);
        assertThat(change.cause()).isEqualTo(FlagChange.Cause.RECONNECT);
        api.shutdown();
    }
}
