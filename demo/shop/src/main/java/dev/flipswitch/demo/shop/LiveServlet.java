package dev.flipswitch.demo.shop;

import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** The event stream of an open page. */
@WebServlet(urlPatterns = "/live", asyncSupported = true)
public class LiveServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Inject
    transient OpenPages openPages;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        AsyncContext page = request.startAsync();
        page.setTimeout(0);
        page.addListener(new Farewell(page));
        openPages.add(page);
    }

    /** Forgets a page that has left. */
    private final class Farewell implements AsyncListener {
        private final AsyncContext page;

        Farewell(AsyncContext page) {
            this.page = page;
        }

        @Override
        public void onComplete(AsyncEvent event) {
            openPages.remove(page);
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            openPages.remove(page);
        }

        @Override
        public void onError(AsyncEvent event) {
            openPages.remove(page);
        }

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }
}
