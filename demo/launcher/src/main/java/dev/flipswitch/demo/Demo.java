package dev.flipswitch.demo;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs the flag server and the demo shop until the process is asked to end. The credentials are the demo's own and
 * fixed, so that the README's commands work as they stand; it listens on the loopback interface only.
 */
public final class Demo {
    /** Only this machine: the credentials are known to everybody. */
    static final String HOST = "localhost";

    private static final String ADMIN_TOKEN = "demo-admin-token";
    private static final String API_KEY = "demo-development-key";
    private static final String PRODUCTION_KEY = "demo-production-key";

    /** Ends what was started. */
    private interface Stop {
        void run() throws Exception;
    }

    private final Deque<Stop> running = new ArrayDeque<>();

    private Demo() {}

    /**
     * Starts both. Settings are the system properties {@code flipswitch.server.port} (8080), {@code demo.port} (8081)
     * and {@code flipswitch.server.data} (the folder of the flags).
     *
     * @param args the flag server's WAR and the shop's WAR
     * @throws Exception if something is wrong with the demo itself
     */
    @SuppressWarnings("SystemOut") // a console program
    public static void main(String... args) throws Exception {
        List<Logger> loggers = quietLibraries();
        Demo demo = new Demo();
        try {
            demo.start(Path.of(args[0]), Path.of(args[1]));
            Runtime.getRuntime().addShutdownHook(new Thread(demo::stop, "demo-stop"));
            new CountDownLatch(1).await();
        } catch (DemoFailure e) {
            System.err.println(e.getMessage());
            demo.stop();
            System.exit(1);
        } finally {
            Reference.reachabilityFence(loggers);
        }
    }

    @SuppressWarnings("SystemOut")
    private void start(Path serverWar, Path shopWar) throws Exception {
        int serverPort = port("flipswitch.server.port", 8080);
        int shopPort = port("demo.port", 8081);
        String data = System.getProperty("flipswitch.server.data", "flipswitch-demo-data");

        ShopServer shop = openShop(shopPort);
        FlagServerWar server = FlagServerWar.start(
                serverWar,
                Map.of(
                        "flipswitch.server.host", HOST,
                        "flipswitch.server.port", Integer.toString(serverPort),
                        "flipswitch.server.data", data,
                        "flipswitch.server.admin-token", ADMIN_TOKEN,
                        "flipswitch.server.api-key.development", API_KEY,
                        "flipswitch.server.api-key.production", PRODUCTION_KEY));
        running.push(server::stop);
        new DemoFlags(server.url(), ADMIN_TOKEN).create();

        System.setProperty("flipswitch.api-key", API_KEY);
        System.setProperty("flipswitch.base-url", server.url());
        shop.start(shopWar);
        System.out.printf(
                """

                The demo is running; Ctrl-C stops it.

                  Flag server  %s   admin token: %s
                  Demo shop    %s

                Open both side by side, sign in on the flag server and switch dark-mode.
                %n""",
                server.url(), ADMIN_TOKEN, shop.url());
    }

    private ShopServer openShop(int port) throws Exception {
        try {
            ShopServer shop = new ShopServer(port);
            running.push(shop::stop);
            return shop;
        } catch (IOException e) { // Jetty's, around the cause
            throw new DemoFailure(
                    "Port " + port + " for the demo shop is taken; choose another with -Ddemo.port=PORT", e);
        }
    }

    private static int port(String setting, int defaultPort) {
        String value = System.getProperty(setting, Integer.toString(defaultPort));
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw badPort(setting, value, e);
        }
        throw badPort(setting, value, null);
    }

    private static DemoFailure badPort(String setting, String value, @Nullable Exception cause) {
        return new DemoFailure("-D" + setting + " must be a port from 0 to 65535; got '" + value + "'", cause);
    }

    /** Whoever keeps the loggers keeps their levels: else they are garbage, and are made anew. */
    private static List<Logger> quietLibraries() {
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tT.%1$tL %4$s %5$s%6$s%n");
        return List.of(
                limited("org.eclipse.jetty", Level.WARNING),
                limited("org.eclipse.jetty.ee10.webapp.WebAppContext", Level.SEVERE), // a failed start has its own line
                limited("org.jboss.weld", Level.WARNING),
                limited("org.flywaydb", Level.WARNING),
                limited("com.zaxxer.hikari", Level.WARNING),
                limited("org.glassfish.jersey", Level.WARNING),
                limited("org.apache.tomcat", Level.SEVERE)); // JSP misses schemas that it does not need
    }

    private static Logger limited(String name, Level level) {
        Logger logger = Logger.getLogger(name);
        logger.setLevel(level);
        return logger;
    }

    @SuppressWarnings("SystemOut") // loggers may be gone during shutdown
    private void stop() {
        while (!running.isEmpty()) {
            try {
                running.pop().run();
            } catch (Exception e) {
                System.err.println("stopping: " + e);
            }
        }
    }
}
