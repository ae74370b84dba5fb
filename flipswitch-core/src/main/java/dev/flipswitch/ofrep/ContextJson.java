package dev.flipswitch.ofrep;

import dev.openfeature.sdk.EvaluationContext;

/** How an evaluation context is sent to a server, and compared with another. Thread-safe. */
public final class ContextJson {
    private final Json json = new Json();

    /** Looks the JSON-P implementation up. */
    public ContextJson() {}

    /**
     * The context as a server sees it.
     *
     * @param context any context; it is read now and not kept
     * @return canonical JSON: equal contexts give equal text
     */
    public String of(EvaluationContext context) {
        return json.write(context);
    }
}
