package dev.flipswitch.ofrep;

import dev.flipswitch.http.TlsFaults;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;

/** The server gave no usable answer. The message is fit for a log: it holds no key, and of URLs the server's base URL alone. */
public final class OfrepException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final Set<Integer> ABOUT_EVERYTHING = Set.of(0, 401, 403, 407, 429, 502, 503, 504);

    private static final String CHECK = "check flipswitch.base-url";

    /** What applications answer that don't know the path. */
    private static final Set<Integer> OF_OTHER_APPLICATIONS = Set.of(404, 405, 406, 410, 415, 501);

    private final int httpStatus;

    OfrepException(String message, int httpStatus) {
        super(message, null, false, false); // whoever logs it gets one line: where it was thrown says nothing
        this.httpStatus = httpStatus;
    }

    /**
     * There was no answer.
     *
     * @param server the server's base URL, without credentials
     */
    static OfrepException of(Throwable failure, String server) {
        if (find(failure, UnresolvedAddressException.class) || find(failure, UnknownHostException.class)) {
            return new OfrepException("the host of the flag server " + server + " is unknown; " + CHECK, 0);
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof HttpConnectTimeoutException) {
            return new OfrepException("the flag server " + server + " could not be connected to in time; " + CHECK, 0);
        }
        if (cause instanceof SSLException) {
            return new OfrepException(
                    "TLS with the flag server " + server + " failed: " + TlsFaults.describe(cause) + "; or " + CHECK,
                    0);
        }
        if (cause instanceof ConnectException) {
            return new OfrepException(
                    "the connection to the flag server " + server + " was refused; does it run there? " + CHECK, 0);
        }
        if (find(failure, ProtocolException.class)) { // whose message quotes the answer, which may be our request
            return new OfrepException("what answers at " + server + " does not speak HTTP; " + CHECK, 0);
        }
        String details = cause instanceof IOException ? " (" + cause.getMessage() + ")" : "";
        return new OfrepException(
                "the flag server " + server + " could not be asked: "
                        + cause.getClass().getSimpleName() + details + "; " + CHECK,
                0);
    }

    /**
     * There was no request, since its headers can't be had.
     *
     * @param failure says why, and holds no secret
     * @param server the server's base URL, without credentials
     */
    static OfrepException notAsked(IllegalArgumentException failure, String server) {
        return new OfrepException("the flag server " + server + " was not asked: " + failure.getMessage(), 0);
    }

    /**
     * A redirect to another origin.
     *
     * @param server the server's base URL, without credentials
     * @param origin where it leads
     */
    static OfrepException leadsAway(int status, String server, String origin) {
        return new OfrepException(
                "what answers at " + server + " redirects to " + origin + " (status " + status
                        + "), where neither the API key nor what is known of users is sent; set flipswitch.base-url to"
                        + " the URL that the flag server has now",
                status);
    }

    /**
     * Redirects without end.
     *
     * @param server the server's base URL, without credentials
     * @param most how many were followed
     */
    static OfrepException leadsNowhere(int status, String server, int most) {
        return new OfrepException(
                "what answers at " + server + " redirects more than " + most + " times; " + CHECK, status);
    }

    private static boolean find(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    /**
     * There was an answer that is none.
     *
     * @param server the server's base URL, without credentials
     */
    static OfrepException unusable(int status, String server) {
        if (status == 401 || status == 403) {
            return new OfrepException(
                    "the flag server " + server + " refused the API key (status " + status + ")", status);
        }
        boolean otherApplication = status < 400 || OF_OTHER_APPLICATIONS.contains(status);
        return new OfrepException(
                otherApplication
                        ? "what answers at " + server + " is no flag server (status " + status
                                + (status == 200 ? ", but no JSON object" : "") + "); " + CHECK
                        : "the flag server " + server + " answered with status " + status,
                status);
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
