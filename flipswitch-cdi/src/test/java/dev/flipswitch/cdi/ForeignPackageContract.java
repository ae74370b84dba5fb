package dev.flipswitch.cdi;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.example.shop.Foreign;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.literal.NamedLiteral;
import jakarta.enterprise.inject.se.SeContainer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An application's classes are in packages of its own, and need not be public. */
abstract class ForeignPackageContract extends ContainerContract {
    ForeignPackageContract(Kind kind) {
        super(kind);
    }

    private SeContainer start(List<Class<?>> application) {
        return start(application.toArray(Class<?>[]::new));
    }

    @Test
    void callsVariantsByAnInterfaceThatIsNotPublic() {
        try (SeContainer container = start(Foreign.pricing())) {
            Foreign.Till till = container.select(Foreign.Till.class).get();
            assertThat(till.say()).isEqualTo("200 from 100");
            assertThatThrownBy(till::refuse).isExactlyInstanceOf(IOException.class);
            awaitConnection(container);
            server.change("pricing", "\"v2\"");
            await().atMost(LIMIT).until(() -> till.say().equals("180 from 90"));
        }
    }

    @Test
    void gatesHoldWhereTheContainerCallsProducersAndObservers() {
        server.set("reports", "false");
        try (SeContainer container = start(Foreign.Press.class)) {
            Foreign.Press press = container.select(Foreign.Press.class).get();
            assertThat(named(container, "paper").get()).isEqualTo("draft");
            assertThatThrownBy(named(container, "book")::get).isInstanceOf(FeatureDisabledException.class);
            container.getBeanManager().getEvent().fire(new Foreign.News("news"));
            assertThat(press.heard()).isEqualTo("no news");
            awaitConnection(container);
            server.change("reports", "true");
            await().atMost(LIMIT).until(() -> named(container, "paper").get().equals("paper"));
            assertThat(named(container, "book").get()).isEqualTo("book");
            container.getBeanManager().getEvent().fire(new Foreign.News("news"));
            assertThat(press.heard()).isEqualTo("news");
        }
    }

    private static Instance<String> named(SeContainer container, String name) {
        return container.select(String.class, NamedLiteral.of(name));
    }

    @Test
    void leavesAbstractClassesAloneWhoseFlagsHaveTheTypeOfWhoExtendsThem() {
        server.set("theme", "\"DARK\"");
        try (SeContainer container = start(Foreign.generic())) {
            assertThat(container.select(Foreign.Themed.class).get().say()).isEqualTo("DARK DARK");
        }
    }
}
