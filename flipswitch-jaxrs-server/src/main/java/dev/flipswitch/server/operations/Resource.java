package dev.flipswitch.server.operations;

/** What a request is for, as far as metrics say. */
enum Resource {
    OFREP,
    EVENTS,
    ADMIN,
    OTHER;

    private static final String FLAGS = "/ofrep/v1/evaluate/flags";

    private static final String STREAMS = "/ofrep/v1/event-streams/";

    /** Goes by the path below the context path. */
    static Resource at(String path) {
        if (path.startsWith(FLAGS)) {
            return OFREP;
        }
        if (path.startsWith("/api/v1/") || path.startsWith(STREAMS)) {
            return EVENTS;
        }
        return path.startsWith("/api/admin/") ? ADMIN : OTHER;
    }
}
