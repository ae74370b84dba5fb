package dev.flipswitch.it.war;

import dev.flipswitch.cdi.FeatureDisabledException;
import dev.flipswitch.cdi.Flag;
import dev.flipswitch.servlet.RequestFlags;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Supplier;

/** Tells a module's flags: an injected one, the request's, and a gate's. */
@WebServlet({"/state", "/beta/state"})
public class ModuleServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Inject
    @Flag("theme")
    @SuppressWarnings("NullAway.Init") // the container does it
    transient Supplier<String> theme;

    @Inject
    @SuppressWarnings("NullAway.Init")
    transient ModuleBean bean;

    @Inject
    @SuppressWarnings("NullAway.Init")
    transient RequestFlags injected;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        RequestFlags flags = RequestFlags.of(request);
        response.getWriter()
                .write(theme.get() + " " + flags.getString("theme", "none") + " " + injected.getString("theme", "none")
                        + " " + gated() + " " + bean.changes());
    }

    private String gated() {
        try {
            return bean.gated();
        } catch (FeatureDisabledException e) {
            return "closed";
        }
    }
}
