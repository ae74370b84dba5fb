package dev.flipswitch.cdi;

import dev.flipswitch.sse.SseStatus;
import java.util.Objects;

/**
 * The CDI event that is fired when the event stream's status is another one, in order, with an active request context.
 *
 * @param status the new status
 */
public record SseStatusChanged(SseStatus status) {

    /**
     * Checks its argument.
     *
     * @throws NullPointerException if {@code status} is null
     */
    public SseStatusChanged {
        Objects.requireNonNull(status, "status");
    }
}
