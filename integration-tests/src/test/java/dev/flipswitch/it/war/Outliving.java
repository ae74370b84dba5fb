package dev.flipswitch.it.war;

import dev.flipswitch.servlet.RequestFlags;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a request's flags beyond its asynchronous work, which ends as {@code end} says, and reads the flag {@code theme} of
 * them on another thread while a later request ({@code kept}) is under way.
 */
@WebServlet(urlPatterns = "/outliving", asyncSupported = true)
public class Outliving extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final long TIMEOUT_MILLIS = 500;

    private final transient Map<String, RequestFlags> kept = new ConcurrentHashMap<>();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String end = String.valueOf(request.getParameter("end"));
        RequestFlags earlier = kept.get(String.valueOf(request.getParameter("kept")));
        if (earlier != null) {
            String theme = CompletableFuture.supplyAsync(() -> earlier.getString("theme", "none"))
                    .join();
            response.getWriter().write(theme);
        } else if (kept.putIfAbsent(end, RequestFlags.of(request)) == null) {
            begin(end, request.startAsync());
        } else {
            response.getWriter().write("dispatched");
        }
    }

    private static void begin(String end, AsyncContext async) {
        async.setTimeout(end.equals("timeout") ? TIMEOUT_MILLIS : 0);
        if (end.equals("complete")) {
            async.start(async::complete);
        } else if (end.equals("dispatch")) {
            async.start(async::dispatch);
        } else {
            async.addListener(new CompletedByTimeout());
        }
    }

    /** A container may close the connection after a timeout that nobody handles. */
    private static final class CompletedByTimeout implements AsyncListener {
        @Override
        public void onTimeout(AsyncEvent event) {
            event.getAsyncContext().complete();
        }

        @Override
        public void onComplete(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }
}
