package dev.flipswitch.it.war;

import dev.flipswitch.servlet.RequestFlags;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Shows a flag of the request under way. */
@WebServlet(urlPatterns = "/injected", asyncSupported = true)
public class InjectedServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Inject
    transient RequestFlags flags;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().write(flags.toJson("dark-mode"));
    }
}
