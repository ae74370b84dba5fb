package dev.flipswitch.servlet;

import dev.openfeature.sdk.ImmutableContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Opens event streams at a GET; tells them of changes without a pause for two seconds at a POST, and answers how many are
 * open then. */
@WebServlet(urlPatterns = "/pages", asyncSupported = true)
public class StalledPagesServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Duration FLOOD = Duration.ofSeconds(2);

    private final transient AtomicInteger evaluations = new AtomicInteger();
    private final transient PageStreams streams =
            new PageStreams(new PagePlaces(100, 100), Duration.ofSeconds(15), user -> values());

    /** Others each time, and of such a size that connections are soon full. */
    private PageValues values() {
        return new PageValues("{\"" + evaluations.incrementAndGet() + "\":\"" + "x".repeat(1000) + "\"}", true);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/event-stream");
        streams.open(request, response, new ImmutableContext(), request.getRemoteAddr());
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        long began = System.nanoTime();
        while (System.nanoTime() - began < FLOOD.toNanos()) {
            streams.changed();
        }
        response.getWriter().write(Integer.toString(streams.size()));
    }

    @Override
    public void destroy() {
        streams.close();
    }
}
