package dev.flipswitch.ofrep;

import java.io.IOException;
import java.net.ConnectException;
import java.util.Set;
import java.util.concurrent.CompletionException;

/** The server gave no usable answer. The message is fit for a log: it holds neither a key nor a URL. */
public final class OfrepException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final Set<Integer> ABOUT_EVERYTHING = Set.of(0, 401, 403, 407, 429, 502, 503, 504);

    private final int httpStatus;

    OfrepException(String message, int httpStatus) {
        super(message);
        this.httpStatus = httpStatus;
    }

    /** There was no answer. */
    static OfrepException of(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof ConnectException) {
            return new OfrepException("the connection to the flag server was refused", 0);
        }
        String details = cause instanceof IOException ? " (" + cause.getMessage() + ")" : "";
        return new OfrepException(
                "the flag server could not be asked: " + cause.getClass().getSimpleName() + details, 0);
    }

    /**
     * Whether there was an answer.
     *
     * @return true if the server, or somebody before it, has answered, however uselessly
     */
    public boolean isAnswered() {
        return httpStatus != 0;
    }

    /**
     * Whether another question would have got on no better.
     *
     * @return true unless it may be about this question's flag
     */
    public boolean concernsEveryone() {
        return ABOUT_EVERYTHING.contains(httpStatus);
    }

    /**
     * Whether the server refused the API key.
     *
     * @return true for 401 and 403
     */
    public boolean isRefusal() {
        return httpStatus == 401 || httpStatus == 403;
    }
}
