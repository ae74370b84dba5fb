package dev.flipswitch.sse;

import dev.flipswitch.http.TlsFaults;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in words why a connection broke. */
final class FailureMessages {
    private static final int LONGEST = 200;

    private FailureMessages() {}

    static String describe(Throwable failure) {
        Throwable last = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String description = known(cause);
            if (description != null) {
                return description;
            }
            last = cause;
        }
        return find(failure, ConnectException.class) != null
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
            return "TLS failed: " + TlsFaults.describe(cause);
        }
        if (cause instanceof ProtocolException) {
            return "the answer breaks the rules of HTTP: " + printable(withoutQuotes(messageOf(cause)));
        }
        return unusual(cause);
    }

    private static @Nullable String unusual(Throwable cause) {
        if (cause instanceof EOFException) {
            return "the server closed the connection within its answer";
        }
        if (cause instanceof SocketException && !(cause instanceof ConnectException)) {
            return "the connection broke: " + printable(messageOf(cause)); // the operating system's words
        }
        if (cause instanceof IllegalArgumentException) {
            return "the URL can't be asked";
        }
        return cause instanceof RejectedExecutionException ? "the HTTP client's executor takes no work" : null;
    }

    /** Whether a wrong URL is a likely cause. */
    static boolean suggestsWrongUrl(Throwable failure) {
        return Stream.of(
                        ConnectException.class,
                        UnknownHostException.class,
                        UnresolvedAddressException.class,
                        HttpConnectTimeoutException.class,
                        SSLException.class,
                        ProtocolException.class,
                        IllegalArgumentException.class)
                .anyMatch(type -> find(failure, type) != null);
    }

    private static String messageOf(Throwable failure) {
        return String.valueOf(failure.getMessage());
    }

    /** Leaves out what the JDK quotes of the answer, in which a server may have sent our request back. */
    private static String withoutQuotes(String message) {
        int quote = message.indexOf('"');
        return quote < 0 ? message : message.substring(0, quote) + "(not shown)";
    }

    private static @Nullable Throwable find(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return cause;
            }
        }
        return null;
    }

    /** What another side has sent, short and on one line, for a log. */
    static String printable(String text) {
        String oneLine = text.replaceAll("[^ -~]", "?");
        return oneLine.length() > LONGEST ? oneLine.substring(0, LONGEST) + "..." : oneLine;
    }
}
