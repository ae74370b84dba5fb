package dev.flipswitch;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.sse.SseStatus;
import dev.openfeature.sdk.NoOpProvider;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.exceptions.OpenFeatureError;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.LogManager;

/**
 * Builds providers, initialises them, evaluates and shuts them down, again and again, and exits with 0 if they leave
 * nothing behind. Its arguments are the number of cycles, the URLs of a good server, of one whose stream is in trouble
 * and of one that does not answer, and a cache file.
 */
final class LifeCycles {
    private static final long HEAP_TOLERANCE = 512 * 1024;

    private final String good;
    private final String troubled;
    private final String mute;
    private final Path file;
    private final AtomicInteger told = new AtomicInteger();

    private enum Kind {
        STREAM,
        STREAM_IN_TROUBLE,
        SHUT_DOWN_WHILE_CONNECTING,
        IN_A_DOMAIN,
        CACHE_FILE,
        POLLING,
        NO_ANSWER,
        NO_SERVER,
        NO_SERVER_BUT_CACHE_FILE,
        OFFLINE
    }

    private LifeCycles(String... arguments) {
        good = arguments[1];
        troubled = arguments[2];
        mute = arguments[3];
        file = Path.of(arguments[4]);
    }

    public static void main(String[] arguments) {
        int cycles = Integer.parseInt(arguments[0]);
        LifeCycles lives = new LifeCycles(arguments);
        LogManager.getLogManager().reset(); // only figures are printed
        Footprint fresh = Footprint.now();
        lives.live(5 * Kind.values().length);
        Footprint before = Footprint.collected(LIMIT, now -> now.allThreads() <= fresh.allThreads());
        System.out.println("before:  " + before);
        long began = System.nanoTime();
        lives.live(cycles);
        System.out.println(cycles + " cycles in " + Duration.ofNanos(System.nanoTime() - began));
        System.out.println("at once: " + Footprint.now());
        Footprint after = Footprint.collected(LIMIT, now -> now.isWithin(before, HEAP_TOLERANCE));
        System.out.println("after:   " + after);
        System.exit(after.isWithin(before, HEAP_TOLERANCE) && before.allThreads() <= fresh.allThreads() ? 0 : 1);
    }

    private void live(int cycles) {
        for (int i = 0; i < cycles; i++) {
            live(Kind.values()[i % Kind.values().length]);
        }
        OpenFeatureAPI.getInstance().shutdown();
    }

    private void live(Kind kind) {
        FlipswitchProvider provider = provider(kind);
        provider.addFlagChangeListener(change -> told.incrementAndGet());
        provider.addSseStatusListener(status -> told.incrementAndGet());
        provider.addApiKeyRotationListener(rotation -> told.incrementAndGet());
        if (kind == Kind.IN_A_DOMAIN) {
            liveInADomain(provider);
        } else {
            liveInItsOwnApi(kind, provider);
        }
    }

    private FlipswitchProvider provider(Kind kind) {
        return switch (kind) {
            case STREAM, SHUT_DOWN_WHILE_CONNECTING, IN_A_DOMAIN -> at(good).build();
            case STREAM_IN_TROUBLE -> at(troubled).build();
            case CACHE_FILE -> at(good).cacheFile(file).build();
            case POLLING ->
                at(good).enableRealtime(false)
                        .pollingInterval(Duration.ofMillis(1))
                        .build();
            case NO_ANSWER -> at(mute).initTimeout(Duration.ofMillis(20)).build();
            case NO_SERVER -> at("http://127.0.0.1:1").build();
            case NO_SERVER_BUT_CACHE_FILE ->
                at("http://127.0.0.1:1").cacheFile(file).build();
            case OFFLINE -> FlipswitchProvider.offline(Map.of("dark-mode", true));
        };
    }

    private static FlipswitchProviderBuilder at(String url) {
        return ProviderFixture.patient(FlipswitchProvider.builder("secret-key").baseUrl(url));
    }

    private void liveInItsOwnApi(Kind kind, FlipswitchProvider provider) {
        OpenFeatureAPI api = OpenFeatureAPI.createIsolated();
        var client = api.getClient();
        client.onProviderStale(event -> told.incrementAndGet());
        client.onProviderConfigurationChanged(event -> told.incrementAndGet());
        if (kind == Kind.SHUT_DOWN_WHILE_CONNECTING) {
            api.setProvider(provider);
        } else {
            initialise(api, provider);
            client.getBooleanValue("dark-mode", false);
            awaitUse(kind, provider);
        }
        api.shutdown();
    }

    private static void initialise(OpenFeatureAPI api, FlipswitchProvider provider) {
        try {
            api.setProviderAndWait(provider);
        } catch (OpenFeatureError e) {
            // the server is away: the application starts all the same
        }
    }

    private static void awaitUse(Kind kind, FlipswitchProvider provider) {
        if (kind == Kind.STREAM) {
            awaiting(() -> provider.getSseStatus() == SseStatus.CONNECTED);
        } else if (kind == Kind.STREAM_IN_TROUBLE || kind == Kind.NO_SERVER) {
            awaiting(() -> provider.getSseStatus() != SseStatus.CONNECTING);
        }
    }

    private static void awaiting(Callable<Boolean> condition) {
        await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(LIMIT)
                .until(condition);
    }

    /** As in a container whose applications share one API: a domain gets a provider, and loses it. */
    private static void liveInADomain(FlipswitchProvider provider) {
        OpenFeatureAPI api = OpenFeatureAPI.getInstance();
        api.setProviderAndWait("shop", provider);
        api.getClient("shop").getBooleanValue("dark-mode", false);
        api.setProviderAndWait("shop", new NoOpProvider());
        awaiting(() -> provider.getSseStatus() == SseStatus.DISCONNECTED);
    }
}
