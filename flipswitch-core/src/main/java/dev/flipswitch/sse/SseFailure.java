package dev.flipswitch.sse;

/**
 * Why an attempt to connect failed, or an open stream ended.
 *
 * @param message where and what happened, in words for a log; holds no header, and of the URL neither user information nor query
 * @param httpStatus the status that the server answered with, or 0 where no answer was the reason
 * @param isOrderly whether the server ended the stream as HTTP has it, so that nothing is wrong
 */
public record SseFailure(String message, int httpStatus, boolean isOrderly) {

    /**
     * A failure.
     *
     * @param message what happened, in words for a log
     * @param httpStatus the status that the server answered with, or 0 where no answer was the reason
     */
    public SseFailure(String message, int httpStatus) {
        this(message, httpStatus, false);
    }

    /**
     * Whether the server refused the credentials, so that asking again soon is of no use.
     *
     * @return true for 401 and 403
     */
    public boolean isRefusal() {
        return httpStatus == 401 || httpStatus == 403;
    }
}
