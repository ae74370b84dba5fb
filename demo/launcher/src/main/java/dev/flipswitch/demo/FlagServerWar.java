package dev.flipswitch.demo;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;

/** The flag server, started from its WAR with a class loader that sees nothing of the demo. For one thread. */
final class FlagServerWar {
    private final URLClassLoader loader;
    private final AutoCloseable server;
    private final String url;

    private FlagServerWar(URLClassLoader loader, AutoCloseable server, String url) {
        this.loader = loader;
        this.server = server;
        this.url = url;
    }

    /**
     * Starts it.
     *
     * @throws DemoFailure if the server says why it can't start
     */
    static FlagServerWar start(Path war, Map<String, String> settings) throws IOException {
        URLClassLoader loader =
                new URLClassLoader(new URL[] {war.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
        try {
            Object server = loader.loadClass("dev.flipswitch.server.launcher.Main")
                    .getMethod("start", Map.class)
                    .invoke(null, settings);
            String url = (String) server.getClass().getMethod("url").invoke(server);
            return new FlagServerWar(loader, (AutoCloseable) server, url);
        } catch (InvocationTargetException e) {
            loader.close();
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new DemoFailure(String.valueOf(cause.getMessage()), cause);
        } catch (ReflectiveOperationException e) {
            loader.close();
            throw new IllegalStateException(war + " is not the flag server's WAR", e);
        }
    }

    String url() {
        return url;
    }

    void stop() throws Exception {
        server.close();
        loader.close();
    }
}
