package dev.flipswitch.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flipswitch.fixtures.FakeFlagServer;
import dev.openfeature.sdk.OpenFeatureAPI;
import jakarta.enterprise.inject.se.SeContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/cdi.md shows what is run here. */
class CdiPageTest extends ContainerContract {
    CdiPageTest() {
        super(Kind.WELD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gate", "variants", "producers", "context"})
    void showsTheSnippetThatIsRun(String name) throws IOException {
        String page = Files.readString(Path.of("../docs/cdi.md"));
        String source = Files.readString(Path.of("src/test/java/dev/flipswitch/cdi/CdiPage.java"));
        String rest = source.substring(source.indexOf("// snippet: " + name + "\n"));
        String tested = rest.substring(rest.indexOf('\n') + 1, rest.indexOf("// end"))
                .stripIndent()
                .strip()
                .replace("static class", "class");
        assertThat(page).contains("<!-- snippet: " + name + " -->\n```java\n" + tested + "\n```");
    }

    @Test
    void theGateAndTheVariantsDoWhatThePageSays() {
        server.set("new-checkout", "false");
        server.set("pricing", "\"v2\"");
        try (SeContainer container = start(
                CdiPage.Shop.class,
                CdiPage.Till.class,
                CdiPage.OldPricing.class,
                CdiPage.NewPricing.class,
                CdiPage.Deployment.class)) {
            assertThat(container.select(CdiPage.Shop.class).get().checkout(2)).isEqualTo("2 items, as ever");
            assertThat(container.select(CdiPage.Till.class).get().total(2)).isEqualTo(180);
            assertThat(server.http().requests())
                    .filteredOn(request -> request.path().equals(FakeFlagServer.EVALUATION + "/pricing"))
                    .allMatch(request -> request.bodyText().contains("\"region\":\"north\""))
                    .isNotEmpty();
        }
    }

    @Test
    void theProducersTakeThePlaceOfTheSettings() {
        System.clearProperty("flipswitch.api-key");
        try (SeContainer container =
                start(CdiPage.Flags.class, CdiPage.Till.class, CdiPage.OldPricing.class, CdiPage.NewPricing.class)) {
            assertThat(container.select(CdiPage.Till.class).get().total(1)).isEqualTo(90);
            assertThat(OpenFeatureAPI.getInstance().getClient("billing").getBooleanValue("invoices", false))
                    .isTrue();
        }
    }
}
