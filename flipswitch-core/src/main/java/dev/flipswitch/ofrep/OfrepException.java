package dev.flipswitch.ofrep;

/** The server gave no usable answer. The message is fit for a log: it holds neither a key nor a URL. */
public final class OfrepException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int httpStatus;

    OfrepException(String message, int httpStatus) {
        super(message);
        this.httpStatus = httpStatus;
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
