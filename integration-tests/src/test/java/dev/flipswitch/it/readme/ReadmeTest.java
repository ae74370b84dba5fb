package dev.flipswitch.it.readme;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.FakeFlagServer;
import dev.openfeature.sdk.OpenFeatureAPI;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README says works as it stands there. */
class ReadmeTest {
    private final FakeFlagServer server = new FakeFlagServer();

    @AfterEach
    void cleanUp() {
        List.of("flipswitch.api-key", "flipswitch.base-url").forEach(System::clearProperty);
        OpenFeatureAPI.getInstance().shutdown();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CdiSnippet", "ProviderSnippet"})
    void theReadmeShowsTheSnippetThatIsTestedHere(String name) throws IOException {
        String readme = Files.readString(Path.of("../README.md"));
        String source = Files.readString(Path.of("src/test/java/dev/flipswitch/it/readme/" + name + ".java"));
        String tested = source.substring(source.indexOf("// snippet\n") + 11, source.indexOf("// end"))
                .stripIndent()
                .replace("public static class", "public class");
        assertThat(readme).contains("<!-- snippet: " + name + " -->\n```java\n" + tested.strip() + "\n```");
    }

    @Test
    void theJavaSeSnippetEvaluatesAFlag() {
        server.set("dark-mode", "true");
        assertThat(ProviderSnippet.run("key", server.baseUrl())).isTrue();
    }

    @Test
    void theCdiSnippetInjectsAndObserves() {
        System.setProperty("flipswitch.api-key", "key");
        System.setProperty("flipswitch.base-url", server.baseUrl());
        server.set("new-checkout", "true");
        try (SeContainer container = SeContainerInitializer.newInstance()
                .addBeanClasses(CdiSnippet.Checkout.class, CdiSnippet.PriceList.class)
                .initialize()) {
            RequestContextController request =
                    container.select(RequestContextController.class).get();
            request.activate();
            CdiSnippet.Checkout checkout =
                    container.select(CdiSnippet.Checkout.class).get();
            assertThat(checkout.shippingCents()).as("unknown: the default").isZero();
            CdiSnippet.PriceList prices =
                    container.select(CdiSnippet.PriceList.class).get();
            assertThat(prices.isOutdated()).isFalse();
            server.awaitClient(LIMIT);

            await().atMost(LIMIT).untilAsserted(() -> {
                server.change("free-shipping", "false");
                assertThat(prices.isOutdated()).isTrue();
            });

            assertThat(checkout.shippingCents()).isEqualTo(490);
            request.deactivate();
        }
    }
}
