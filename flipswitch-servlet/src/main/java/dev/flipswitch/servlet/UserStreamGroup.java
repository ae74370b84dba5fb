package dev.flipswitch.servlet;

import dev.flipswitch.dispatch.SerialLoop;
import dev.flipswitch.servlet.messages.Messages;
import dev.openfeature.sdk.EvaluationContext;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * The open pages of one user. Flags are evaluated once for all of them, and never twice at a time, so that what pages
 * receive is in order. Thread-safe.
 */
final class UserStreamGroup extends SerialLoop {
    private static final System.Logger LOG = System.getLogger(UserStreamGroup.class.getName());

    private final EvaluationContext user;
    private final String name;
    private final Function<EvaluationContext, PageValues> flags;
    private final Executor threads;

    private final Set<PageStream> pages = ConcurrentHashMap.newKeySet();
    private volatile boolean uncertain;

    /** Only the evaluating thread's. */
    private byte[] event = new byte[0];

    /**
     * @param name of the user, for the pages
     * @param flags evaluates the public flags for a user; may wait
     * @param threads where that is done
     */
    UserStreamGroup(
            EvaluationContext user, String name, Function<EvaluationContext, PageValues> flags, Executor threads) {
        super(Next.DONE);
        this.user = user;
        this.name = name;
        this.flags = flags;
        this.threads = threads;
    }

    /** Adds a page, which gets the values soon. */
    void add(PageStream page) {
        pages.add(page);
        refresh();
    }

    /** Removes a page; returns whether it was the last one. */
    boolean remove(PageStream page) {
        pages.remove(page);
        return pages.isEmpty();
    }

    /** Evaluates anew soon, and sends the pages what is new to them. */
    void refresh() {
        call();
    }

    /** Evaluates once more if the last answer may not have been the newest. */
    void retry() {
        if (uncertain) {
            refresh();
        }
    }

    @Override
    protected void execute(Runnable evaluation) {
        threads.execute(evaluation);
    }

    /** Other users get their turn, too. */
    @Override
    protected boolean givesWay() {
        return true;
    }

    @Override
    protected Next failed(Throwable failure) {
        uncertain = true;
        LOG.log(Level.ERROR, Messages.evaluationFailed(), Messages.printed(failure));
        return Next.DONE;
    }

    @Override
    protected Next step() {
        PageValues values = flags.apply(user);
        uncertain = !values.certain();
        byte[] now =
                ("event: flags\nid: " + name + "\ndata: " + values.json() + "\n\n").getBytes(StandardCharsets.US_ASCII);
        event = Arrays.equals(event, now) ? event : now;
        pages.forEach(page -> page.tell(event));
        return Next.DONE;
    }
}
