package dev.flipswitch.it.enterprise;

import dev.flipswitch.cdi.FeatureGate;
import dev.flipswitch.cdi.Flag;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ImmutableContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;
import java.util.function.Supplier;

/** Answers a user's name with the application's own flag, and with the user's. */
@ServerEndpoint("/talk")
@Dependent // Open Liberty injects into beans alone
public class Talk {
    @Inject
    @Flag("theme")
    @SuppressWarnings("NullAway.Init") // the container does it
    Supplier<String> theme;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Client client;

    @OnMessage
    @FeatureGate(value = "express", fallback = "slowly")
    public String answer(String user) {
        return "at once, " + slowly(user);
    }

    String slowly(String user) {
        return theme.get() + " " + client.getStringValue("greeting", "none", new ImmutableContext(user));
    }
}
