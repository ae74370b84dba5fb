package dev.flipswitch.sse;

import dev.flipswitch.http.Location;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.Map;

/**
 * Where one attempt has got to: the stream's own URL, or what redirects made of it.
 *
 * @param uri what is asked
 * @param ours whether no redirect has led away from the origin of the stream's own URL, so that the caller's headers,
 *     which may hold credentials, are sent
 * @param redirects how many redirects led here
 */
record Target(URI uri, boolean ours, int redirects) {
    private static final int LONGEST_ID = 1024;

    static Target first(URI uri) {
        return new Target(uri, true, 0);
    }

    Target follow(URI next) {
        return new Target(next, ours && Location.isSameOrigin(uri, next), redirects + 1);
    }

    HttpRequest request(Map<String, String> headers, String lastEventId) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .version(HttpClient.Version.HTTP_1_1) // with which a broken connection is never handed out again
                .header("Accept", "text/event-stream")
                .header("Cache-Control", "no-cache");
        if (ours) {
            headers.forEach(request::header);
        }
        if (isHeaderValue(lastEventId)) {
            request.header("Last-Event-ID", lastEventId);
        }
        return request.build();
    }

    /**
     * Whether an id can be sent back in a header. It must not be empty, holds only what the JDK's client takes and no
     * server strips, and is not so long that servers refuse it for ever.
     */
    private static boolean isHeaderValue(String id) {
        return !id.isEmpty()
                && id.length() <= LONGEST_ID
                && id.equals(id.strip())
                && id.chars().allMatch(c -> c >= ' ' && c < 0x7F);
    }

    /** Says nothing of the URL, which may hold credentials. */
    @Override
    public String toString() {
        return "Target[redirects=" + redirects + "]";
    }
}
