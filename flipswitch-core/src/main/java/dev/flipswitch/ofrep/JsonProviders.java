package dev.flipswitch.ofrep;

import dev.flipswitch.messages.Messages;
import jakarta.json.spi.JsonProvider;
import java.util.ServiceConfigurationError;

/** Finds the Jakarta JSON Processing that the runtime has, or that came with the application. Stateless. */
public final class JsonProviders {
    private JsonProviders() {}

    /**
     * Looks it up as the thread's context class loader sees it, else as the API's own class loader does.
     *
     * @return the implementation
     * @throws IllegalStateException if there is none; the message says what to add
     */
    public static JsonProvider find() {
        try {
            return JsonProvider.provider();
        } catch (RuntimeException | ServiceConfigurationError | LinkageError e) { // JsonException may itself be missing
            return beside(e);
        }
    }

    /** Where the context's class loader has another API than ours, its implementation does not fit. */
    private static JsonProvider beside(Throwable failure) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            thread.setContextClassLoader(JsonProvider.class.getClassLoader());
            return JsonProvider.provider();
        } catch (RuntimeException | ServiceConfigurationError | LinkageError e) { // JsonException may itself be missing
            failure.addSuppressed(e);
            throw new IllegalStateException(Messages.noJson(failure), failure);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
