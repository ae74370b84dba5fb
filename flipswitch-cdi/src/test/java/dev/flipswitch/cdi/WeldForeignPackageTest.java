package dev.flipswitch.cdi;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.example.shop.Foreign;
import jakarta.enterprise.inject.se.SeContainer;
import org.junit.jupiter.api.Test;

class WeldForeignPackageTest extends ForeignPackageContract {
    WeldForeignPackageTest() {
        super(Kind.WELD);
    }

    @Test
    void aGateOnADefaultMethodHoldsAndItsFallbackMayStandBesideIt() {
        server.set("reports", "true");
        try (SeContainer container = start(Foreign.Reports.class)) {
            Foreign.Reports reports = container.select(Foreign.Reports.class).get();
            assertThat(Foreign.report(reports)).isEqualTo("report");
            awaitConnection(container);
            server.change("reports", "false");
            await().atMost(LIMIT).until(() -> Foreign.report(reports).equals("closed"));
        }
    }
}
