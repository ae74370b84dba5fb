package dev.flipswitch.sse;

import dev.flipswitch.http.Location;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What came of asking a server for its stream, judged by status and headers. */
sealed interface ConnectResult {

    /** An event stream. */
    record Stream() implements ConnectResult {}

    /** To be had elsewhere. */
    record Redirect(URI to) implements ConnectResult {
        /** Says nothing of the URL, which may hold credentials. */
        @Override
        public String toString() {
            return "Redirect";
        }
    }

    /** The server wants no further attempts (204). */
    record Stop(SseFailure failure) implements ConnectResult {}

    /**
     * Anything else, also that there was no answer.
     *
     * @param failure what is wrong
     * @param retryAfter not to be tried again before
     * @param suggestsWrongUrl whether a wrong URL is a likely cause
     */
    record Failed(SseFailure failure, Duration retryAfter, boolean suggestsWrongUrl) implements ConnectResult {}

    /** How many redirects are followed in one attempt. */
    int MOST_REDIRECTS = 5;

    /** The statuses that redirect a GET. RFC 9110, section 15.4. */
    Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    /** What is answered where there is no such stream: redirects that lead nowhere, other content, unknown paths. */
    Set<Integer> OF_NO_SUCH_STREAM = Set.of(200, 301, 302, 303, 307, 308, 404, 405, 406, 410, 415, 501);

    static ConnectResult of(Target asked, ResponseInfo answer) {
        int status = answer.statusCode();
        HttpHeaders headers = answer.headers();
        if (status == 204) {
            return stop();
        }
        if (REDIRECTS.contains(status)) {
            return redirect(asked, status, headers);
        }
        String problem = status == 200 ? problemOf(headers) : "the server answered with status " + status;
        return problem == null ? new Stream() : failed(problem, status, headers);
    }

    private static ConnectResult stop() {
        return new Stop(new SseFailure("the server answered with status 204, which asks not to connect again", 204));
    }

    /** There was no answer that the HTTP client takes: of a 204 that promises a body it only says so. */
    static ConnectResult failed(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException
                    && String.valueOf(cause.getMessage()).endsWith(" with 204 response")) {
                return stop();
            }
        }
        return new Failed(
                new SseFailure(FailureMessages.describe(failure), 0),
                Duration.ZERO,
                FailureMessages.suggestsWrongUrl(failure));
    }

    /** There was no answer, or the stream ended. */
    static ConnectResult none(String problem) {
        return new Failed(new SseFailure(problem, 0), Duration.ZERO, false);
    }

    /** There was no answer in time. */
    static ConnectResult late(Duration limit) {
        return new Failed(new SseFailure("no answer within " + limit.toMillis() + " ms", 0), Duration.ZERO, true);
    }

    /** The stream ended as HTTP has it. */
    static ConnectResult closed() {
        return new Failed(new SseFailure("the server closed the stream", 0, true), Duration.ZERO, false);
    }

    private static ConnectResult redirect(Target asked, int status, HttpHeaders headers) {
        URI to = locationOf(asked.uri(), headers);
        if (to == null) {
            return failed("the server answered with status " + status + " and no usable Location", status, headers);
        }
        if ("https".equalsIgnoreCase(asked.uri().getScheme()) && !"https".equalsIgnoreCase(to.getScheme())) {
            return failed("the server redirects from https to http", status, headers);
        }
        return asked.redirects() < MOST_REDIRECTS
                ? new Redirect(to)
                : failed("the server redirects more than " + MOST_REDIRECTS + " times", status, headers);
    }

    private static @Nullable URI locationOf(URI base, HttpHeaders headers) {
        return headers.firstValue("Location")
                .map(location -> Location.resolve(base, location))
                .orElse(null);
    }

    private static @Nullable String problemOf(HttpHeaders headers) {
        String type = headers.firstValue("Content-Type").orElse("");
        String essence = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!essence.equals("text/event-stream")) {
            return "the server answered with content type '" + FailureMessages.printable(essence)
                    + "' instead of text/event-stream";
        }
        String encoding =
                headers.firstValue("Content-Encoding").orElse("identity").strip();
        return encoding.equalsIgnoreCase("identity")
                ? null
                : "the server answered with content encoding '" + FailureMessages.printable(encoding)
                        + "', which was not asked for";
    }

    private static ConnectResult failed(String problem, int status, HttpHeaders headers) {
        return new Failed(new SseFailure(problem, status), RetryAfter.in(headers), OF_NO_SUCH_STREAM.contains(status));
    }
}
