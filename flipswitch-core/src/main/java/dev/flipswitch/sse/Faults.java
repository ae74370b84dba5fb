package dev.flipswitch.sse;

import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in words why a connection broke. */
final class Faults {
    private static final int LONGEST = 200;

    private Faults() {}

    static String describe(Throwable failure) {
        Throwable last = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String description = known(cause);
            if (description != null) {
                return description;
            }
            last = cause;
        }
        return hasCause(failure, ConnectException.class)
                ? "the connection was refused"
                : "the connection broke: " + last.getClass().getSimpleName();
    }

    private static @Nullable String known(Throwable cause) {
        if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
            return "the host name could not be resolved";
        }
        if (cause instanceof HttpConnectTimeoutException) {
            return "the connection could not be made in time";
        }
        if (cause instanceof SSLException) {
            return "TLS failed: " + printable(String.valueOf(cause.getMessage()));
        }
        return cause instanceof ProtocolException
                ? "the answer breaks the rules of HTTP: " + printable(String.valueOf(cause.getMessage()))
                : null;
    }

    private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    /** What another side has sent, short and on one line, for a log. */
    static String printable(String text) {
        String oneLine = text.replaceAll("[^ -~]", "?");
        return oneLine.length() > LONGEST ? oneLine.substring(0, LONGEST) + "..." : oneLine;
    }
}
