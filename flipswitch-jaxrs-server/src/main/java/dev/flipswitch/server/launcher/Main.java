package dev.flipswitch.server.launcher;

import dev.flipswitch.server.config.Settings;
import dev.flipswitch.server.config.StartupFailure;
import dev.flipswitch.server.messages.Messages;
import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.reflect.InvocationTargetException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs the WAR in which this class lies. Types of the JDK only, until the WAR's own class loader is there. Stateless;
 * several servers can run in one process.
 */
public final class Main {

    private static final String JETTY = "dev.flipswitch.server.launcher.JettyServer";

    private static final String LOG_MANAGER = "java.util.logging.manager";

    /** By its name, since loading the class would have the JDK make its own first. */
    private static final String LASTING_LOG_MANAGER = "dev.flipswitch.server.launcher.LastingLogManager";

    private Main() {}

    /**
     * Runs the server until the process is asked to end; exits with 1 and one line if it can't start.
     *
     * @param args none; settings are system properties and environment variables
     * @throws InterruptedException never, in practice
     */
    @SuppressWarnings("SystemOut") // a console program
    public static void main(String... args) throws InterruptedException {
        if (System.getProperty(LOG_MANAGER) == null) {
            System.setProperty(LOG_MANAGER, LASTING_LOG_MANAGER);
        }
        ThreadLocal<String> requestId = ThreadLocal.withInitial(() -> "");
        List<Logger> logs = ConsoleLogging.quiet(requestId::get);
        OutOfMemory.endsTheProcess();
        try {
            if (args.length > 0) {
                throw new StartupFailure(Messages.noArguments());
            }
            RunningServer server = start(Map.of(), requestId::set);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "flipswitch-stop"));
            System.out.println("flipswitch server listening on " + server.url());
            new CountDownLatch(1).await();
        } catch (StartupFailure e) {
            System.err.println(e.getMessage());
            System.exit(1);
        } finally {
            Reference.reachabilityFence(logs);
        }
    }

    /**
     * Starts a server and returns when it accepts requests.
     *
     * @param settings settings that go before system properties and environment variables, such as {@code
     *     flipswitch.server.port}
     * @return the server
     * @throws StartupFailure if it can't start, with one line that names the remedy
     */
    public static RunningServer start(Map<String, String> settings) {
        return start(settings, id -> {});
    }

    private static RunningServer start(Map<String, String> settings, Consumer<String> requestIds) {
        Settings read = Settings.of(settings);
        int port = read.port();
        checkHost(read);
        String origin = "http://" + read.host().map(Main::inUrl).orElse("localhost");
        String contextPath = read.contextPath();
        Path war = war();
        @Nullable UnpackedWar unpacked = null;
        try {
            unpacked = UnpackedWar.from(war);
            return start(unpacked, war, origin, contextPath, settings, requestIds);
        } catch (IOException | ReflectiveOperationException | RuntimeException e) {
            throw close(unpacked, failure(e, port));
        }
    }

    private static RunningServer start(
            UnpackedWar unpacked,
            Path war,
            String origin,
            String contextPath,
            Map<String, String> settings,
            Consumer<String> requestIds)
            throws ReflectiveOperationException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(unpacked.loader());
        try {
            Object jetty = unpacked.loader()
                    .loadClass(JETTY)
                    .getMethod("start", Path.class, Path.class, Map.class, Consumer.class)
                    .invoke(null, war, unpacked.work(), Map.copyOf(settings), requestIds);
            Map.Entry<?, ?> started = (Map.Entry<?, ?>) jetty;
            AutoCloseable stop = (AutoCloseable) started.getValue();
            return new RunningServer((Integer) started.getKey(), origin, contextPath, () -> {
                try (unpacked) {
                    stop.close();
                }
            });
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Any free port shows who may listen at an address; what keeps it from the wanted one is reported later. */
    private static void checkHost(Settings settings) {
        settings.host().ifPresent(host -> {
            try (ServerSocket probe = new ServerSocket()) {
                probe.bind(new InetSocketAddress(InetAddress.getByName(host), 0));
            } catch (IOException e) {
                throw settings.badHost(host, e);
            }
        });
    }

    /** A host as a URL has it: an IPv6 address in brackets, and in place of all addresses this machine. */
    static String inUrl(String host) {
        if (!host.contains(":")) {
            return host.equals("0.0.0.0") ? "localhost" : host;
        }
        boolean all = host.chars().allMatch(c -> c == ':' || c == '0');
        return all ? "localhost" : "[" + host.replace("%", "%25") + "]"; // RFC 6874
    }

    private static Path war() {
        try {
            return Path.of(Main.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new StartupFailure(Messages.cannotStart("the WAR's own path is odd: " + e.getMessage()), e);
        }
    }

    /** The web application has its own copies of our classes: they are known by their names. */
    private static StartupFailure failure(Exception e, int port) {
        Throwable root = e;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause.getClass().getName().equals(StartupFailure.class.getName())) {
                return new StartupFailure(String.valueOf(cause.getMessage()), e);
            }
            if (cause instanceof BindException) {
                return new StartupFailure(Messages.portUnavailable(port, String.valueOf(cause.getMessage())), e);
            }
            root = cause instanceof InvocationTargetException ? root : cause;
        }
        return new StartupFailure(Messages.cannotStart(root.toString()), e);
    }

    private static StartupFailure close(@Nullable UnpackedWar unpacked, StartupFailure failure) {
        if (unpacked != null) {
            try {
                unpacked.close();
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
        return failure;
    }

    @SuppressWarnings("SystemOut") // loggers may be gone during shutdown
    private static void stop(RunningServer server) {
        try {
            server.close();
        } catch (Exception e) {
            System.err.println(Messages.stopFailed(e));
        }
    }
}
