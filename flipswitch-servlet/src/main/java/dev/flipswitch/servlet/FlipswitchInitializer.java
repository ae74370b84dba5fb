package dev.flipswitch.servlet;

import dev.flipswitch.servlet.messages.Messages;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Does what this module's web fragment does, where containers look for no fragments: in the {@code lib} folder of an enterprise
 * application, and in a container's shared libraries. Stateless.
 *
 * @see <a href="https://jakarta.ee/specifications/servlet/6.0/jakarta-servlet-spec-6.0#shared-libraries-runtimes-pluggability">
 *     Jakarta Servlet 6.0, section 8.2.4, shared libraries</a>
 */
public final class FlipswitchInitializer implements ServletContainerInitializer {
    private static final System.Logger LOG = System.getLogger(FlipswitchInitializer.class.getName());

    private static final String FILTER = "flipswitch";
    private static final String SEEN_TO = FlipswitchInitializer.class.getName();

    /** Called by the container. */
    public FlipswitchInitializer() {}

    @Override
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext servletContext) throws ServletException {
        seenTo(servletContext);
        if (isOfApplication(servletContext) || isMapped(servletContext)) {
            return;
        }
        FilterRegistration.Dynamic filter = servletContext.addFilter(FILTER, FlipswitchFilter.class);
        if (filter == null) {
            return; // the application has a filter of that name
        }
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(
                EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR), false, "/*");
        servletContext.addListener(FlipswitchListener.class);
        try {
            FlipswitchWebContext.of(servletContext).addPages(servletContext); // which that listener may not any more
        } catch (IllegalArgumentException e) {
            throw new ServletException(e.getMessage(), e);
        }
    }

    /** Notes that a web application has its filter, or that its container asked for one. */
    static void seenTo(ServletContext servletContext) {
        servletContext.setAttribute(SEEN_TO, true);
    }

    /**
     * Stops a web application whose gates would stand open, since its container asks no library outside of it for filters,
     * as Open Liberty does not. Without gates it logs a warning, once. For this module's portable extension.
     *
     * @param servletContext the web application, which starts or has started
     * @throws IllegalStateException if it has gates and no filter
     * @throws IllegalArgumentException if a setting can't be used; the message has a line for each
     */
    public static void requireFilter(ServletContext servletContext) {
        if (servletContext.getAttribute(SEEN_TO) != null) {
            return;
        }
        try {
            if (isMapped(servletContext)) {
                seenTo(servletContext);
                return;
            }
        } catch (UnsupportedOperationException e) { // within a listener of the container's own
            if (isNamedInDescriptor(servletContext)) {
                return; // the first request finds out
            }
        }
        Settings settings = FlipswitchWebContext.of(servletContext).settings();
        if (settings.enabled() && !settings.gates().isEmpty()) {
            throw new IllegalStateException(
                    Messages.gatesWithoutFilter(servletContext.getContextPath(), FlipswitchFilter.class.getName()));
        }
        if (settings.enabled()) {
            LOG.log(
                    Level.WARNING,
                    Messages.noFilter(servletContext.getContextPath(), FlipswitchFilter.class.getName()));
        }
        seenTo(servletContext);
    }

    private static boolean isNamedInDescriptor(ServletContext servletContext) {
        try (InputStream descriptor = servletContext.getResourceAsStream("/WEB-INF/web.xml")) {
            return descriptor != null
                    && new String(descriptor.readAllBytes(), StandardCharsets.UTF_8)
                            .contains(FlipswitchFilter.class.getName());
        } catch (IOException e) {
            return true; // the first request finds out
        }
    }

    /** Whether the web application itself brings this module, with its fragment, which it may have left out. */
    private static boolean isOfApplication(ServletContext servletContext) {
        return FlipswitchInitializer.class.getClassLoader() == servletContext.getClassLoader();
    }

    private static boolean isMapped(ServletContext servletContext) {
        return servletContext.getFilterRegistrations().values().stream()
                .anyMatch(filter -> FlipswitchFilter.class.getName().equals(filter.getClassName()));
    }
}
