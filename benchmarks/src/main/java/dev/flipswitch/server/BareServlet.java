package dev.flipswitch.server;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the delivery of events is compared with: an asynchronous servlet that does nothing else. It writes what is
 * posted to all who listen, in one loop. Thread-safe.
 */
@WebServlet(urlPatterns = "/bare", asyncSupported = true)
public final class BareServlet extends HttpServlet {

    static final byte[] HELLO = "event: heartbeat\ndata: {}\n\n".getBytes(StandardCharsets.US_ASCII);

    private static final long serialVersionUID = 1;

    private final transient Set<Listening> streams = ConcurrentHashMap.newKeySet();

    /** For the container. */
    public BareServlet() {}

    /** Opens a stream, or says how much heap is in use if the query says so. */
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if ("heap".equals(request.getQueryString())) {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            response.getOutputStream().print(runtime.totalMemory() - runtime.freeMemory());
        } else {
            response.setContentType("text/event-stream");
            AsyncContext context = request.startAsync();
            context.setTimeout(0);
            ServletOutputStream out = response.getOutputStream();
            out.setWriteListener(new Listening(context, out));
        }
    }

    /** Writes the body to all streams. */
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] event = request.getInputStream().readAllBytes();
        for (Listening stream : streams) {
            stream.write(event);
        }
    }

    private final class Listening implements WriteListener {

        private final AsyncContext context;
        private final ServletOutputStream out;

        Listening(AsyncContext context, ServletOutputStream out) {
            this.context = context;
            this.out = out;
        }

        @Override
        public void onWritePossible() throws IOException {
            if (streams.add(this)) {
                write(HELLO);
            }
        }

        @Override
        public void onError(Throwable failure) {
            streams.remove(this);
            context.complete();
        }

        synchronized void write(byte[] event) throws IOException {
            if (out.isReady()) {
                out.write(event);
                if (out.isReady()) {
                    out.flush();
                }
            }
        }
    }
}
