package dev.flipswitch;

import dev.flipswitch.fixtures.FakeFlagServer;
import dev.flipswitch.fixtures.Limits;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.OpenFeatureAPI;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A server that names very many flags on one stream, to a provider in the same JVM, whose heap is small. */
final class EventFlood {
    private static final int EVENTS_AT_A_TIME = 1000;

    private EventFlood() {}

    public static void main(String[] arguments) {
        int times = Integer.parseInt(arguments[0]);
        OpenFeatureAPI api = OpenFeatureAPI.createIsolated();
        try (FakeFlagServer server = new FakeFlagServer()) {
            server.set("dark-mode", "false");
            FlipswitchProvider provider = ProviderFixture.patient(
                            FlipswitchProvider.builder("key").baseUrl(server.baseUrl()))
                    .build();
            provider.addFlagChangeListener(change -> {});
            api.setProviderAndWait(provider);
            Client client = api.getClient();
            client.onProviderConfigurationChanged(event -> {});
            client.getBooleanValue("dark-mode", false);
            server.awaitClient(Limits.LIMIT);
            for (int time = 0; time < times; time++) {
                String block = time + "-" + "x".repeat(300);
                server.send(IntStream.range(0, EVENTS_AT_A_TIME)
                        .mapToObj(i -> "event: flag-updated\ndata: {\"flagKey\":\"" + i + "-" + block + "\"}\n\n")
                        .collect(Collectors.joining()));
            }
            server.change("dark-mode", "true");
            long end = System.nanoTime() + Limits.LIMIT.toNanos();
            while (!client.getBooleanValue("dark-mode", false) && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            System.out.println(client.getBooleanValue("dark-mode", false) ? "lives" : "lost the last change");
        }
        api.shutdown();
        System.exit(0); // the listeners' threads are daemons, the JVM's own are not to be awaited
    }
}
