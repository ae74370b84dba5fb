package com.example.shop;

import dev.flipswitch.FlipswitchProvider;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.OpenFeatureAPI;
import java.lang.System.Logger.Level;
import java.time.Duration;

public class DarkMode {
    public static boolean isOn(String apiKey, String baseUrl) {
        FlipswitchProvider provider = FlipswitchProvider.builder(apiKey)
                .baseUrl(baseUrl)
                .enableRealtime(true) // an event stream; if false, the server is asked every pollingInterval
                .pollingInterval(Duration.ofSeconds(30))
                .build();
        System.Logger log = System.getLogger("shop");
        provider.addFlagChangeListener(change -> log.log(Level.INFO, "changed: {0}", change));
        OpenFeatureAPI.getInstance().setProviderAndWait(provider);

        Client client = OpenFeatureAPI.getInstance().getClient();
        return client.getBooleanValue("dark-mode", false);
    }
}
