package dev.flipswitch.demo;

import org.jspecify.annotations.Nullable;

/** The demo can't start, for a reason that one line gives. */
final class DemoFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DemoFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
