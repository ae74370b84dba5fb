package dev.flipswitch.it.enterprise;

import dev.flipswitch.cdi.FeatureGate;
import dev.flipswitch.cdi.Flag;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.inject.Inject;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.util.function.Supplier;

/** Takes the messages that the {@link Post} brings. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue"),
            @ActivationConfigProperty(propertyName = "destinationLookup", propertyValue = Post.QUEUE)
        })
public class Clerk implements MessageListener {
    @Inject
    @Flag("theme")
    @SuppressWarnings("NullAway.Init") // the container does it
    Supplier<String> theme;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Notebook notebook;

    @Override
    @FeatureGate(value = "express", fallback = "slowly")
    public void onMessage(Message message) {
        notebook.write("express, " + theme.get());
    }

    void slowly(Message message) {
        notebook.write("slowly, " + theme.get());
    }
}
