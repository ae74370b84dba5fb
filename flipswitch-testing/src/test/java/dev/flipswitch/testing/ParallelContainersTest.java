package dev.flipswitch.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.example.shop.Shop;
import jakarta.enterprise.inject.se.SeContainer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.jboss.weld.environment.se.Weld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Two tests that meet again and again: each sees its own flags, also when the other's container has gone. */
@Execution(ExecutionMode.CONCURRENT)
@WithFlag(key = "sale", value = "true")
class ParallelContainersTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final CyclicBarrier BOTH = new CyclicBarrier(2);

    private static void meet() throws Exception {
        BOTH.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void theFirstGoes(TestFlags flags) throws Exception {
        meet();
        try (SeContainer container = new Weld().addBeanClasses(Shop.class).initialize()) {
            meet();
            flags.set("sale", false);
            meet();
            assertThat(container.select(Shop.class).get().banner()).isEqualTo("Welcome");
        }
        meet();
    }

    @Test
    void theSecondGoesOn(TestFlags flags) throws Exception {
        meet();
        try (SeContainer container = new Weld().addBeanClasses(Shop.class).initialize()) {
            Shop shop = container.select(Shop.class).get();
            meet();
            meet();
            assertThat(shop.banner()).as("its own flag").isEqualTo("Sale!");
            meet();
            flags.set("sale", false);
            assertThat(shop.banner()).isEqualTo("Welcome");
            await().atMost(LIMIT).until(() -> shop.changes().equals(List.of("sale Optional[true] Optional[false]")));
        }
    }
}
