package dev.flipswitch.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The module where no CDI is. */
class WithoutCdiTest {

    @Test
    void everyClassButTheExtensionLoadsWithoutTheCdiApi() throws IOException, ReflectiveOperationException {
        URL[] path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("jakarta.enterprise") && !entry.contains("jakarta.inject"))
                .map(WithoutCdiTest::url)
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
            assertThatExceptionOfType(ClassNotFoundException.class)
                    .isThrownBy(() -> loader.loadClass("jakarta.enterprise.inject.spi.Extension"));
            for (Class<?> type : Stream.of(
                            FlipswitchFilter.class,
                            FlipswitchListener.class,
                            RequestFlags.class,
                            FlipswitchWebContext.class,
                            RequestContextResolution.class,
                            PagesServlet.class,
                            PageStream.class)
                    .toList()) {
                Class<?> loaded = Class.forName(type.getName(), true, loader);
                assertThat(loaded).isNotEqualTo(type);
                assertThat(loaded.getDeclaredMethods())
                        .as("all types of its methods are found")
                        .isNotEmpty();
            }
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
