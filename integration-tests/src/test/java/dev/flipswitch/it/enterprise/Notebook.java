package dev.flipswitch.it.enterprise;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Where those that answer nobody write down what they have done. */
@ApplicationScoped
public class Notebook {
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>(100);

    public void write(String line) {
        if (!lines.offer(line)) {
            throw new IllegalStateException("nobody reads");
        }
    }

    /** The next line, which is waited for. */
    public String read() throws InterruptedException {
        String line = lines.poll(10, TimeUnit.SECONDS);
        return line == null ? "nothing" : line;
    }
}
