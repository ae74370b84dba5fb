package dev.flipswitch.server.operations;

import dev.flipswitch.server.json.JsonWriter;
import dev.flipswitch.server.security.Guesses;
import dev.flipswitch.server.security.MetricsAuthorizer;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The metrics in Prometheus' text format, for those who have the token. Stateless. */
@WebServlet("/metrics")
public final class MetricsPage extends HttpServlet {

    private static final long serialVersionUID = 1;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    @Inject
    transient Metrics metrics;

    @Inject
    transient MetricsAuthorizer access;

    @Inject
    transient Guesses guesses;

    /** For the container. */
    @SuppressWarnings("NullAway.Init") // the container injects
    public MetricsPage() {}

    /** Whatever is asked, the token comes first. */
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        response.setHeader("Cache-Control", "no-store");
        Optional<String> authorization = Optional.ofNullable(request.getHeader("Authorization"));
        if (access.allows(authorization)) {
            super.service(request, response);
        } else {
            refuse(authorization, request, response);
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType(TEXT);
        response.getOutputStream().write(metrics.scrape(TEXT).getBytes(StandardCharsets.UTF_8));
    }

    private void refuse(Optional<String> authorization, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        long seconds =
                authorization.isEmpty() ? 0 : guesses.wrong(Guesses.Credential.METRICS_TOKEN, request.getRemoteAddr());
        if (seconds > 0) {
            response.setStatus(TOO_MANY_REQUESTS);
            response.setHeader("Retry-After", Long.toString(seconds));
        } else {
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
            response.setHeader("WWW-Authenticate", "Bearer");
        }
        response.setContentType("application/json");
        String message = "The metrics need the metrics token or the admin token as Authorization: Bearer.";
        response.getOutputStream().write(JsonWriter.bytes(Map.of("error", Map.of("message", message))));
    }
}
