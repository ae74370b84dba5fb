package dev.flipswitch.server.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * The WAR's own runtime, copied to a temporary folder, with a class loader over it that sees nothing of the program
 * around. Closing it removes the folder. For one thread.
 */
final class UnpackedWar implements AutoCloseable {

    private static final String JARS = "META-INF/launcher/";

    private final WorkFolder folder;
    private final URLClassLoader loader;

    private UnpackedWar(WorkFolder folder, URLClassLoader loader) {
        this.folder = folder;
        this.loader = loader;
    }

    static UnpackedWar from(Path war) throws IOException {
        WorkFolder folder = WorkFolder.create(Path.of(System.getProperty("java.io.tmpdir")));
        try {
            List<URL> urls = new ArrayList<>();
            urls.add(war.toUri().toURL());
            for (Path jar : copyJars(war, Files.createDirectory(folder.path().resolve("lib")))) {
                urls.add(jar.toUri().toURL());
            }
            return new UnpackedWar(
                    folder,
                    new URLClassLoader("flipswitch", urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader()));
        } catch (IOException | RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    ClassLoader loader() {
        return loader;
    }

    /** Where Jetty may put what it unpacks. */
    Path work() {
        return folder.path().resolve("work");
    }

    @Override
    public void close() throws IOException {
        loader.close();
        folder.close();
    }

    private static List<Path> copyJars(Path war, Path target) throws IOException {
        List<Path> jars = new ArrayList<>();
        try (JarFile archive = new JarFile(war.toFile())) {
            for (JarEntry entry : archive.stream().filter(UnpackedWar::isJar).toList()) {
                Path jar = target.resolve(entry.getName().substring(JARS.length()));
                try (InputStream content = archive.getInputStream(entry)) {
                    Files.copy(content, jar);
                }
                jars.add(jar);
            }
        }
        return jars;
    }

    private static boolean isJar(JarEntry entry) {
        return entry.getName().startsWith(JARS)
                && entry.getName().endsWith(".jar")
                && entry.getName().indexOf('/', JARS.length()) < 0;
    }
}
