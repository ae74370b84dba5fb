package dev.flipswitch.cdi;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/** Runs something with classes, and what is static in them, of its own. */
final class Apart {
    private Apart() {}

    /**
     * Calls it where the entries of the class path are missing that contain a match.
     *
     * @param type has a constructor without parameters
     * @return what it returns, of a class of the JDK
     */
    static Object call(Class<? extends Callable<?>> type, String missing) throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Pattern pattern = Pattern.compile(missing);
        URL[] path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !pattern.matcher(entry).find())
                .map(Apart::url)
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
            Thread.currentThread().setContextClassLoader(loader);
            return ((Callable<?>)
                            loader.loadClass(type.getName()).getConstructor().newInstance())
                    .call();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
