package dev.flipswitch.server.api.http;

import dev.flipswitch.server.json.JsonReader;
import dev.flipswitch.server.json.MalformedJsonException;
import jakarta.ws.rs.BadRequestException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the JSON object that a request holds. Stateless. */
public final class RequestBody {

    public static final int MAX_BYTES = 1024 * 1024;

    private static final int USUAL_BYTES = 1024;
    private static final int GROWTH = 4;

    /** How the body of this thread's request is encoded, where it is. */
    private static final ThreadLocal<String> CODING = new ThreadLocal<>();

    private RequestBody() {}

    /** Takes note of a request's {@code Content-Encoding}, null for none, or of its end. */
    static void begin(@Nullable String coding) {
        if (coding == null || coding.isBlank() || coding.strip().equalsIgnoreCase("identity")) {
            CODING.remove();
        } else {
            CODING.set(coding);
        }
    }

    /**
     * Reads it all.
     *
     * @throws BadRequestException if its end is missing
     * @throws EncodedException if it is compressed
     * @throws TooLongException if it is too long
     * @throws MalformedJsonException if it is no JSON
     * @throws NoObjectException if it is JSON but no object
     * @throws BodyBudget.BusyException if other bodies need the memory
     */
    public static Map<?, ?> read(InputStream body, BodyBudget.Kind kind) {
        if (CODING.get() != null) {
            throw new EncodedException();
        }
        byte[] bytes;
        try {
            bytes = bytes(body, kind);
        } catch (IOException e) {
            throw new BadRequestException(e); // the client ended it too early
        }
        if (bytes.length > MAX_BYTES) {
            throw new TooLongException();
        }
        if (JsonReader.read(bytes) instanceof Map<?, ?> object) {
            return object;
        }
        throw new NoObjectException();
    }

    /**
     * What is there, at most one byte more than a body may have. Most bodies are small and cost nothing. Of a longer
     * body only what has come is counted, so that a slow one takes nothing that it does not have.
     */
    private static byte[] bytes(InputStream body, BodyBudget.Kind kind) throws IOException {
        byte[] buffer = new byte[USUAL_BYTES];
        int length = body.readNBytes(buffer, 0, buffer.length);
        while (length == buffer.length && length <= MAX_BYTES) {
            int larger = Math.min(length * GROWTH, MAX_BYTES + 1);
            BodyBudget.take(kind, larger - length);
            buffer = Arrays.copyOf(buffer, larger);
            length += body.readNBytes(buffer, length, larger - length);
        }
        return Arrays.copyOf(buffer, length);
    }

    /** The body is longer than a request may be. */
    public static final class TooLongException extends RuntimeException {

        private static final long serialVersionUID = 1;

        public TooLongException() {
            this("The body must be at most " + MAX_BYTES + " bytes long.");
        }

        public TooLongException(String message) {
            super(message);
        }
    }

    /** The body is compressed. */
    static final class EncodedException extends RuntimeException {

        private static final long serialVersionUID = 1;

        EncodedException() {
            super("A Content-Encoding is not supported; send the JSON as it is.");
        }
    }

    /** The body is JSON but no object. */
    public static final class NoObjectException extends RuntimeException {

        private static final long serialVersionUID = 1;

        NoObjectException() {
            super("The body must be a JSON object.");
        }
    }
}
