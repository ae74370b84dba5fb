package dev.flipswitch.testing;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.FlagChange;
import dev.flipswitch.FlipswitchProvider;
import dev.flipswitch.fixtures.FakeFlagServer;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.Value;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What tests get from the extension. */
@WithFlag(key = "dark-mode", value = "true")
@Execution(ExecutionMode.CONCURRENT)
class FlagsExtensionTest {
    @Test
    void givesTheClassesFlags(Client client) {
        assertThat(client.getBooleanValue("dark-mode", false)).isTrue();
    }

    @Test
    @WithFlag(key = "dark-mode", value = "false")
    @WithFlag(key = "page-size", value = "20")
    @WithFlag(key = "greeting", value = "hello")
    @WithFlag(key = "limits", value = "{\"basket\": 5}")
    void givesTheMethodsFlagsOverTheClasses(Client client) {
        assertThat(client.getBooleanValue("dark-mode", true)).isFalse();
        assertThat(client.getIntegerValue("page-size", 0)).isEqualTo(20);
        assertThat(client.getStringValue("greeting", "")).isEqualTo("hello");
        assertThat(client.getObjectValue("limits", new Value())
                        .asStructure()
                        .getValue("basket")
                        .asInteger())
                .isEqualTo(5);
    }

    @Test
    @WithFlag(key = "dark-mode", domain = "billing", value = "false")
    void givesADomainsFlagsApart(TestFlags flags) {
        assertThat(flags.client().getBooleanValue("dark-mode", false)).isTrue();
        assertThat(flags.in("billing").client().getBooleanValue("dark-mode", true))
                .isFalse();
        assertThat(flags.in("other").client().getBooleanValue("dark-mode", true))
                .as("there is none")
                .isTrue();
    }

    @Nested
    @WithFlag(key = "dark-mode", value = "false")
    class Inside {
        @Test
        void givesTheNestedClassesFlagsOverTheOuter(Client client) {
            assertThat(client.getBooleanValue("dark-mode", true)).isFalse();
        }
    }

    @Test
    void tellsListenersOfWhatATestChanges(TestFlags flags, FlipswitchProvider provider) {
        List<FlagChange> changes = new CopyOnWriteArrayList<>();
        provider.addFlagChangeListener(changes::add);
        flags.set("dark-mode", false);
        assertThat(flags.client().getBooleanValue("dark-mode", true))
                .as("at once")
                .isFalse();
        flags.set("dark-mode", false);
        await().atMost(LIMIT).until(() -> changes.size() == 1);
        assertThat(changes.get(0).oldValue(Boolean.class)).contains(true);
        assertThat(changes.get(0).newValue(Boolean.class)).contains(false);
        flags.remove("dark-mode");
        assertThat(flags.client().getBooleanValue("dark-mode", true)).isTrue();
        await().atMost(LIMIT).until(() -> changes.size() == 2);
        assertThat(changes.get(1).newValue()).isEmpty();
    }

    /** At the same time as each other. */
    @RepeatedTest(20)
    void keepsTestsApart(TestFlags flags, Client client) {
        assertThat(client.getBooleanValue("dark-mode", false)).isTrue();
        for (int i = 0; i < 20; i++) {
            flags.set("dark-mode", i % 2 == 1);
            assertThat(client.getBooleanValue("dark-mode", i % 2 == 0)).isEqualTo(i % 2 == 1);
        }
    }

    @Test
    void letsAnotherProviderFollowTheSameFlags(TestFlags flags) {
        OpenFeatureAPI api = OpenFeatureAPI.createIsolated();
        api.setProviderAndWait(flags.newProvider());
        Client client = api.getClient();
        assertThat(client.getBooleanValue("dark-mode", false)).isTrue();
        flags.set("dark-mode", false);
        assertThat(client.getBooleanValue("dark-mode", true)).isFalse();
        api.shutdown();
    }

    @Test
    void givesAServerForEndToEndTests(FakeFlagServer server) {
        server.set("dark-mode", "false");
        FlipswitchProvider provider =
                FlipswitchProvider.builder("any-key").baseUrl(server.baseUrl()).build();
        List<FlagChange> changes = new CopyOnWriteArrayList<>();
        provider.addFlagChangeListener(changes::add);
        OpenFeatureAPI api = OpenFeatureAPI.createIsolated();
        api.setProviderAndWait(provider);
        server.awaitClient(LIMIT);
        server.change("dark-mode", "true");
        await().atMost(LIMIT).until(() -> changes.size() == 1);
        assertThat(api.getClient().getBooleanValue("dark-mode", false)).isTrue();
        api.shutdown();
    }

    @Test
    void leavesNothingBehind() {
        TestFlags flags = new TestFlags().setText("dark-mode", "true");
        flags.close();
        assertThat(flags.client().getBooleanValue("dark-mode", false)).isFalse();
        assertThat(OpenFeatureAPI.getInstance()
                        .getProviderMetadata(flags.domain())
                        .getName())
                .isNotEqualTo("flipswitch");
    }

    /** No tests. */
    static final class Refused {
        @WithFlag(key = "", value = "true")
        void emptyKey() {}

        @WithFlag(key = "dark mode", value = "true")
        void spacedKey() {}

        @WithFlag(key = "sale", value = "true")
        @WithFlag(key = "sale", value = "false")
        void sameKeyTwice() {}

        @WithFlag(key = "sale", domain = "billing", value = "true")
        @WithFlag(key = "sale", domain = "billing", value = "true")
        static final class SameValueTwice {}

        @WithFlag(key = "sale", value = "true")
        @WithFlag(key = "sale", domain = "billing", value = "false")
        void sameKeyOfTwoDomains() {}
    }

    @Test
    void refusesAKeyThatCanBeNoneAndOneThatIsThereTwice() throws Exception {
        String place = "@WithFlag at dev.flipswitch.testing.FlagsExtensionTest$Refused";
        assertThat(refusal(Refused.class.getDeclaredMethod("emptyKey")))
                .isEqualTo(place + ".emptyKey() has the key '', which no flag can have; give one without white space");
        assertThat(refusal(Refused.class.getDeclaredMethod("spacedKey")))
                .contains(".spacedKey() has the key 'dark mode'");
        assertThat(refusal(Refused.class.getDeclaredMethod("sameKeyTwice")))
                .isEqualTo(
                        place + ".sameKeyTwice() gives the flag 'sale' twice, 'true' and 'false'; remove one of them");
        assertThat(refusal(Refused.SameValueTwice.class))
                .startsWith(place + "$SameValueTwice gives the flag 'sale' twice");
        assertThat(FlagsExtension.ownAnnotated(Refused.class.getDeclaredMethod("sameKeyOfTwoDomains")))
                .containsOnlyKeys("", "billing");
    }

    private static String refusal(AnnotatedElement element) {
        return String.valueOf(
                catchThrowableOfType(ExtensionConfigurationException.class, () -> FlagsExtension.ownAnnotated(element))
                        .getMessage());
    }
}
