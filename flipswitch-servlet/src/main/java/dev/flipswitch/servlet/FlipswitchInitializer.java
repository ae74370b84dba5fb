package dev.flipswitch.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
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
    private static final String FILTER = "flipswitch";

    /** Called by the container. */
    public FlipswitchInitializer() {}

    @Override
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext servletContext) throws ServletException {
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
            WebApplication.of(servletContext).addPages(servletContext); // which that listener may not any more
        } catch (IllegalArgumentException e) {
            throw new ServletException(e.getMessage(), e);
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
