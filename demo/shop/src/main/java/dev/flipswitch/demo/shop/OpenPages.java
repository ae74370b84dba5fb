package dev.flipswitch.demo.shop;

import dev.flipswitch.cdi.FlagChanged;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The pages that are open in a browser, each told of every change by server-sent events. Thread-safe. */
@ApplicationScoped
public class OpenPages {
    private final Set<AsyncContext> pages = ConcurrentHashMap.newKeySet();

    void add(AsyncContext page) {
        pages.add(page);
        send(page, ": open\n\n");
    }

    void remove(AsyncContext page) {
        pages.remove(page);
    }

    void on(@Observes FlagChanged change) {
        String event = "event: flagchange\ndata: " + change.key() + "\n\n";
        pages.forEach(page -> send(page, event));
    }

    private void send(AsyncContext page, String text) {
        try {
            PrintWriter out = page.getResponse().getWriter();
            out.write(text);
            page.getResponse().flushBuffer();
        } catch (IOException | IllegalStateException e) {
            pages.remove(page); // its browser has left
        }
    }
}
