package dev.flipswitch;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.FlagChange.Cause;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.Value;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Flags in memory that change while providers use them. */
class ChangeableFlagsTest {
    private final ChangeableFlags flags = new ChangeableFlags(Map.of("dark-mode", false));
    private final FlipswitchProvider provider = FlipswitchProvider.offline(flags);
    private final OpenFeatureAPI api = OpenFeatureAPI.createIsolated();
    private final Client client = api.getClient();
    private final List<FlagChange> changes = new CopyOnWriteArrayList<>();

    @BeforeEach
    void connect() {
        provider.addFlagChangeListener(changes::add);
        api.setProviderAndWait(provider);
        assertThat(client.getBooleanValue("dark-mode", true)).isFalse();
    }

    @AfterEach
    void stop() {
        api.shutdown();
    }

    private FlagChange change(int index) {
        await().atMost(LIMIT).until(() -> changes.size() > index);
        return changes.get(index);
    }

    @Test
    void showsAChangeWhenTheCallReturns() {
        for (int i = 0; i < 1000; i++) {
            flags.set("dark-mode", i % 2 == 0);
            assertThat(client.getBooleanValue("dark-mode", i % 2 != 0)).isEqualTo(i % 2 == 0);
        }
    }

    @Test
    void tellsListenersOfTheOldAndTheNewValue() {
        flags.set("dark-mode", true);
        FlagChange change = change(0);
        assertThat(change.key()).isEqualTo("dark-mode");
        assertThat(change.oldValue(Boolean.class)).contains(false);
        assertThat(change.newValue(Boolean.class)).contains(true);
        assertThat(change.cause()).isEqualTo(Cause.EVENT);
        assertThat(change.serverTime()).isPresent();
    }

    @Test
    void tellsNothingOfTheSameValue() {
        flags.set("dark-mode", false);
        flags.remove("other");
        flags.set("end", 1);
        assertThat(change(0).key()).isEqualTo("end");
        assertThat(changes).hasSize(1);
    }

    @Test
    void readsTextAsASystemPropertysFlag() {
        flags.setText("limits", "{\"basket\": 5}");
        flags.setText("page-size", "20");
        flags.setText("greeting", "hello");
        assertThat(client.getObjectValue("limits", new Value())
                        .asStructure()
                        .getValue("basket")
                        .asInteger())
                .isEqualTo(5);
        assertThat(client.getIntegerValue("page-size", 0)).isEqualTo(20);
        assertThat(client.getStringValue("greeting", "")).isEqualTo("hello");
    }

    @Test
    void leavesARemovedFlagToTheCodesDefault() {
        flags.remove("dark-mode");
        assertThat(client.getBooleanValue("dark-mode", true)).isTrue();
        assertThat(change(0).oldValue(Boolean.class)).contains(false);
        assertThat(change(0).newValue()).isEmpty();
    }

    @Test
    void changesAllProvidersThatUseThem() {
        FlipswitchProvider other = FlipswitchProvider.offline(flags);
        api.setProviderAndWait("other", other);
        flags.set("dark-mode", true);
        assertThat(client.getBooleanValue("dark-mode", false)).isTrue();
        assertThat(api.getClient("other").getBooleanValue("dark-mode", false)).isTrue();
    }

    @Test
    void goesOnWhereAProviderOfThemIsShutDown() {
        provider.shutdown();
        flags.set("dark-mode", true);
        FlipswitchProvider next = FlipswitchProvider.offline(flags);
        api.setProviderAndWait("next", next);
        assertThat(api.getClient("next").getBooleanValue("dark-mode", false)).isTrue();
    }

    @Test
    void refusesWhatIsNoFlagsValue() {
        assertThatThrownBy(() -> flags.set("dark-mode", new Object()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dark-mode")
                .hasMessageContaining("java.lang.Object");
        assertThat(client.getBooleanValue("dark-mode", true)).isFalse();
    }
}
