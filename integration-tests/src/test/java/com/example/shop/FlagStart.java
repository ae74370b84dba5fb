package com.example.shop;

import dev.flipswitch.FlipswitchOptions;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.exceptions.OpenFeatureError;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

@WebListener
public class FlagStart implements ServletContextListener {
    @Override
    public void contextInitialized(ServletContextEvent event) {
        FlipswitchOptions options = FlipswitchOptions.fromEnvironment();
        try {
            OpenFeatureAPI.getInstance()
                    .setProviderAndWait(options.domain(), options.newBuilder().build());
        } catch (OpenFeatureError e) { // without its server: flags have their defaults until it is there
            event.getServletContext().log(e.getMessage());
        }
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        OpenFeatureAPI.getInstance().shutdown();
    }
}
