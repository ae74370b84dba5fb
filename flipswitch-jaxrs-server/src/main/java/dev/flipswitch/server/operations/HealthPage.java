package dev.flipswitch.server.operations;

import dev.flipswitch.server.json.JsonWriter;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** Probes: alive as long as this answers, ready while the database is there as well. Stateless. */
@WebServlet(urlPatterns = {"/health/live", "/health/ready"})
public final class HealthPage extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Inject
    transient Health health;

    /** For the container. */
    @SuppressWarnings("NullAway.Init") // the container injects
    public HealthPage() {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean up = request.getServletPath().endsWith("live") || health.isAvailable();
        response.setStatus(up ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.getOutputStream().write(JsonWriter.bytes(Map.of("status", up ? "UP" : "DOWN")));
    }
}
