package dev.flipswitch;

import static dev.flipswitch.fixtures.Limits.LIMIT;

import java.io.File;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Runs {@link DeployedApplication} in a class loader of its own, as a container does, and exits with 0 if that is
 * collected. Its arguments are the server's URL and a cache file.
 */
final class Undeployment {
    private Undeployment() {}

    public static void main(String[] arguments) throws Exception {
        WeakReference<ClassLoader> loader = deploy(arguments);
        long began = System.nanoTime();
        Footprint last = Footprint.collected(LIMIT, now -> loader.refersTo(null));
        System.out.println(
                loader.refersTo(null)
                        ? "collected after " + Duration.ofNanos(System.nanoTime() - began)
                        : "still there; " + last);
        System.exit(loader.refersTo(null) ? 0 : 1);
    }

    private static WeakReference<ClassLoader> deploy(String... arguments) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(loader);
            Class.forName("dev.flipswitch.DeployedApplication", true, loader)
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) arguments);
            return new WeakReference<>(loader);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static URL[] classPath() {
        Stream<String> path =
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1));
        return path.map(Undeployment::url).toArray(URL[]::new);
    }

    private static URL url(String file) {
        try {
            return new File(file).toURI().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
