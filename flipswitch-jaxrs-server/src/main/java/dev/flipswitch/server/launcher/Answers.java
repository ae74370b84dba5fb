package dev.flipswitch.server.launcher;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * All answers. They wait for their clients in memory, so that no thread does, and who takes one too slowly is cut off. Where
 * more waits than there is room for, whoever is slowest makes room. Thread-safe.
 */
final class Answers extends Handler.Wrapper implements Patience.Waiting {

    /** Each client has so long, whatever room there is; processors bound what is written meanwhile. */
    private static final long LEAST_NANOS = Duration.ofMillis(250).toNanos();

    private final Patience patience;
    private final long room;
    private final AtomicLong waitingBytes = new AtomicLong();
    private final Set<Answer> waiting = ConcurrentHashMap.newKeySet();

    /**
     * None yet.
     *
     * @param handler answers
     * @param patience with slow clients
     * @param room how many bytes may wait, for all clients together
     */
    Answers(Handler handler, Patience patience, long room) {
        super(handler);
        this.patience = patience;
        this.room = room;
        patience.begin(this);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Answer answer = new Answer(this, request, response, callback);
        return super.handle(request, answer, answer);
    }

    @Override
    public void look(long nanoTime) {
        waiting.forEach(answer -> {
            if (answer.isTooSlow(patience, nanoTime)) {
                answer.cutOff();
            }
        });
    }

    void add(Answer answer) {
        waiting.add(answer);
    }

    void remove(Answer answer) {
        waiting.remove(answer);
    }

    void released(long bytes) {
        waitingBytes.addAndGet(-bytes);
    }

    /** Counts what waits; if that is too much, those who had time and are slowest make room. */
    void taken(long bytes) {
        if (waitingBytes.addAndGet(bytes) > room) {
            long now = System.nanoTime();
            long missing = waiting.stream().mapToLong(Answer::waitingBytes).sum() - room;
            List<Answer> slowest = waiting.stream()
                    .filter(answer -> answer.waitingBytes() > 0 && answer.nanos(now) > LEAST_NANOS)
                    .map(answer -> Map.entry(answer, answer.speed(now)))
                    .sorted(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey)
                    .toList();
            for (int i = 0; i < slowest.size() && missing > 0; i++) {
                missing -= slowest.get(i).waitingBytes();
                slowest.get(i).cutOff();
            }
        }
    }
}
