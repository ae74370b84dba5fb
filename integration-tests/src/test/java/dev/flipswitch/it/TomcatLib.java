package dev.flipswitch.it;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a Tomcat's {@code lib} shows to its applications: Tomcat, and jars that somebody has put there. Of all else that the
 * test runs with an application sees nothing. Thread-safe.
 */
final class TomcatLib extends URLClassLoader {
    private static final Pattern OF_TOMCAT =
            Pattern.compile("(org\\.apache\\.|jakarta\\.(servlet|el|annotation|websocket)\\.).*");

    private final ClassLoader tomcat = TomcatLib.class.getClassLoader();

    TomcatLib(List<Path> more) throws Exception {
        super(urls(more), ClassLoader.getPlatformClassLoader());
    }

    private static URL[] urls(List<Path> jars) throws Exception {
        URL[] urls = new URL[jars.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = jars.get(i).toUri().toURL();
        }
        return urls;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        return OF_TOMCAT.matcher(name).matches() ? tomcat.loadClass(name) : super.findClass(name);
    }

    /** Tomcat reads classes of its own that it defines in an application. */
    @Override
    public @Nullable URL findResource(String name) {
        return name.startsWith("org/apache/catalina/") ? tomcat.getResource(name) : super.findResource(name);
    }

    /** The jars of the test's class path whose names begin with one of these. */
    static List<Path> jars(String... names) throws Exception {
        List<URL> all = Collections.list(TomcatLib.class.getClassLoader().getResources("META-INF/MANIFEST.MF"));
        return all.stream()
                .map(URL::toString)
                .filter(url -> url.startsWith("jar:file:"))
                .map(url -> Path.of(url.substring("jar:file:".length(), url.indexOf('!'))))
                .filter(jar -> Arrays.stream(names)
                        .anyMatch(name -> jar.getFileName().toString().startsWith(name)))
                .toList();
    }
}
