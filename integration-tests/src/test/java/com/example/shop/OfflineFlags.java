package com.example.shop;

import dev.flipswitch.FlipswitchProvider;
import dev.openfeature.sdk.OpenFeatureAPI;
import java.util.Map;

public class OfflineFlags {
    public static void set() {
        Map<String, ?> flags = Map.of("dark-mode", true, "page-size", 20);
        OpenFeatureAPI.getInstance().setProviderAndWait(FlipswitchProvider.offline(flags));
    }
}
