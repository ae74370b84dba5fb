package dev.flipswitch;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.sse.SseStatus;
import dev.openfeature.sdk.OpenFeatureAPI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.LogManager;

/**
 * A hundred providers, each in a domain of its own, which have all been told of a change; exits with 0 if they have few
 * threads when they are idle. Its argument is the server's URL; the server changes a flag when this prints "connected",
 * and counts its connections between "idle" and its answer to that.
 */
final class ManyProviders {
    static final int PROVIDERS = 100;
    private static final int MOST_THREADS = 350;

    private ManyProviders() {}

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset(); // only figures are printed
        Footprint before = Footprint.now();
        System.out.println("before: " + before);
        AtomicInteger told = new AtomicInteger();
        List<FlipswitchProvider> providers = new ArrayList<>();
        for (int i = 0; i < PROVIDERS; i++) {
            providers.add(inADomain("domain-" + i, arguments[0], told));
        }
        await().pollInSameThread().atMost(LIMIT).until(() -> providers.stream()
                .allMatch(provider -> provider.getSseStatus() == SseStatus.CONNECTED));
        System.out.println("connected");
        await().pollInSameThread().atMost(LIMIT).until(() -> told.get() >= PROVIDERS);
        System.out.println("busy:   " + Footprint.now());
        Footprint idle = Footprint.awaited(LIMIT, now -> now.threads().getOrDefault("flipswitch-worker", 0) == 0);
        System.out.println("idle:   " + idle);
        System.out.println("idle");
        var unused = System.in.read(); // until the server has been looked at
        OpenFeatureAPI.getInstance().shutdown();
        System.exit(idle.allThreads() - before.allThreads() < MOST_THREADS ? 0 : 1);
    }

    private static FlipswitchProvider inADomain(String domain, String url, AtomicInteger told) {
        FlipswitchProvider provider = ProviderFixture.patient(
                        FlipswitchProvider.builder("secret-key").baseUrl(url))
                .build();
        provider.addFlagChangeListener(change -> told.incrementAndGet());
        OpenFeatureAPI api = OpenFeatureAPI.getInstance();
        api.setProviderAndWait(domain, provider);
        api.getClient(domain).getBooleanValue("dark-mode", false);
        return provider;
    }
}
