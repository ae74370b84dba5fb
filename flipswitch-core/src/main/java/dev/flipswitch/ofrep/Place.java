package dev.flipswitch.ofrep;

import dev.flipswitch.http.Location;
import dev.flipswitch.messages.ShownUrl;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where an evaluation is asked for: the server's own URL, or where redirects within its origin led. Immutable.
 *
 * @param uri what is asked
 * @param redirects how many redirects led here
 */
record Place(URI uri, int redirects) {
    /** How many redirects one evaluation follows. */
    private static final int MOST_REDIRECTS = 5;

    /** Those after which the question is the same: a path has moved. After 302 and 303 many ask another. RFC 9110, section 15.4. */
    private static final Set<Integer> MOVED = Set.of(301, 307, 308);

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    /**
     * Where the answer leads; null if nowhere.
     *
     * @param server the server's base URL, without credentials
     * @throws OfrepException if it leads to another origin, to which neither the API key nor what is known of users goes,
     *     or through too many places
     */
    @Nullable
    Place after(HttpResponse<?> response, String server) {
        int status = response.statusCode();
        URI next = REDIRECTS.contains(status)
                ? response.headers()
                        .firstValue("Location")
                        .map(location -> Location.resolve(uri, location))
                        .orElse(null)
                : null;
        if (next == null) {
            return null;
        }
        if (!Location.isSameOrigin(uri, next)) {
            throw OfrepException.leadsAway(status, server, ShownUrl.origin(next));
        }
        if (!MOVED.contains(status)) {
            return null;
        }
        if (redirects == MOST_REDIRECTS) {
            throw OfrepException.leadsNowhere(status, server, MOST_REDIRECTS);
        }
        return new Place(next, redirects + 1);
    }

    /** Says nothing of the URL, which may hold credentials. */
    @Override
    public String toString() {
        return "Place[redirects=" + redirects + "]";
    }
}
