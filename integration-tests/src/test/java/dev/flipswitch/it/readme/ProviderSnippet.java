package dev.flipswitch.it.readme;

import dev.flipswitch.FlipswitchProvider;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.OpenFeatureAPI;
import java.time.Duration;

/** Holds the README's Java SE snippet word for word. */
final class ProviderSnippet {
    private ProviderSnippet() {}

    @SuppressWarnings("SystemOut")
    static boolean run(String apiKey, String baseUrl) {
        // snippet
        FlipswitchProvider provider = FlipswitchProvider.builder(apiKey)
                .baseUrl(baseUrl)
                .enableRealtime(true) // an event stream; if false, the server is asked every pollingInterval
                .pollingInterval(Duration.ofSeconds(30))
                .build();
        provider.addFlagChangeListener(change -> System.out.println("changed: " + change));
        OpenFeatureAPI.getInstance().setProviderAndWait(provider);

        Client client = OpenFeatureAPI.getInstance().getClient();
        boolean darkMode = client.getBooleanValue("dark-mode", false);
        // end
        return darkMode;
    }
}
