package dev.flipswitch.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import java.io.ByteArrayInputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;

/** A container adds no filter from a library outside of the web application. */
class FlipswitchInitializerTest {
    private final ServletContextHandler context = new ServletContextHandler("/app");
    private final ServletContext web = context.getServletContext();

    private void gate() {
        context.setInitParameter("flipswitch.servlet.gates", "/beta/* = beta");
    }

    /** Within a listener that the container itself has added, an application tells nothing of its filters. */
    private ServletContext withinListener(String descriptor) {
        return (ServletContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ServletContext.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getFilterRegistrations")) {
                        throw new UnsupportedOperationException();
                    }
                    if (method.getName().equals("getResourceAsStream")) {
                        return new ByteArrayInputStream(descriptor.getBytes(StandardCharsets.UTF_8));
                    }
                    try {
                        return method.invoke(web, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void refusesGatesThatWouldStandOpen() {
        gate();
        assertThatIllegalStateException()
                .isThrownBy(() -> FlipswitchInitializer.requireFilter(web))
                .withMessageContaining("FLIP-SERVLET-0031")
                .withMessageContaining("'/app'");
        assertThatIllegalStateException()
                .as("each time")
                .isThrownBy(() -> FlipswitchInitializer.requireFilter(withinListener("<web-app/>")));
    }

    @Test
    void warnsOnceWithoutGates() {
        try (LogRecords log = new LogRecords("dev.flipswitch.servlet")) {
            FlipswitchInitializer.requireFilter(web);
            FlipswitchInitializer.requireFilter(web);
            assertThat(log.containing("FLIP-SERVLET-0035"))
                    .singleElement()
                    .asString()
                    .startsWith("WARNING")
                    .contains("'/app'");
        }
    }

    @Test
    void saysNothingWhereTheModuleIsSwitchedOff() {
        gate();
        context.setInitParameter("flipswitch.servlet.enabled", "false");
        try (LogRecords log = new LogRecords("dev.flipswitch.servlet")) {
            FlipswitchInitializer.requireFilter(web);
            assertThat(log.containing("FLIP-SERVLET-0035")).isEmpty();
        }
    }

    @Test
    void takesAFilterThatTheApplicationMaps() {
        gate();
        context.addFilter(FlipswitchFilter.class, "/*", EnumSet.of(DispatcherType.REQUEST));
        assertThatCode(() -> FlipswitchInitializer.requireFilter(web)).doesNotThrowAnyException();
    }

    @Test
    void takesAFilterThatTheDescriptorNames() {
        gate();
        String descriptor = "<filter-class>" + FlipswitchFilter.class.getName() + "</filter-class>";
        assertThatCode(() -> FlipswitchInitializer.requireFilter(withinListener(descriptor)))
                .doesNotThrowAnyException();
        assertThatIllegalStateException()
                .as("once it can be seen that it is not mapped")
                .isThrownBy(() -> FlipswitchInitializer.requireFilter(web));
    }

    @Test
    void takesTheFilterThatItAddsItself() throws Exception {
        gate();
        context.setServer(new Server());
        context.addServletContainerInitializer(new FlipswitchInitializer());
        context.start();
        assertThat(web.getFilterRegistrations()).containsKey("flipswitch");
        assertThatCode(() -> FlipswitchInitializer.requireFilter(withinListener("<web-app/>")))
                .doesNotThrowAnyException();
        context.stop();
    }
}
