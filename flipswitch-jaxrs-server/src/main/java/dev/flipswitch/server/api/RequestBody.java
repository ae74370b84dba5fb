package dev.flipswitch.server.api;

import dev.flipswitch.server.json.JsonReading;
import dev.flipswitch.server.json.MalformedJsonException;
import jakarta.ws.rs.BadRequestException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;

/** Reads the JSON object that a request holds. Stateless. */
final class RequestBody {

    static final int MAX_BYTES = 1024 * 1024;

    private static final int USUAL_BYTES = 1024;

    private RequestBody() {}

    /**
     * Reads it all.
     *
     * @throws BadRequestException if its end is missing
     * @throws TooLongException if it is too long
     * @throws MalformedJsonException if it is no JSON
     * @throws NoObjectException if it is JSON but no object
     */
    static Map<?, ?> read(InputStream body) {
        byte[] bytes;
        try {
            bytes = read(body, new byte[USUAL_BYTES]);
        } catch (IOException e) {
            throw new BadRequestException(e); // the client ended it too early
        }
        if (bytes.length > MAX_BYTES) {
            throw new TooLongException();
        }
        if (JsonReading.read(bytes) instanceof Map<?, ?> object) {
            return object;
        }
        throw new NoObjectException();
    }

    /** What is there, at most one byte more than a body may have; most bodies are small. */
    private static byte[] read(InputStream body, byte[] buffer) throws IOException {
        int length = body.readNBytes(buffer, 0, buffer.length);
        if (length < buffer.length) {
            return Arrays.copyOf(buffer, length);
        }
        byte[] rest = body.readNBytes(MAX_BYTES + 1 - length);
        byte[] all = Arrays.copyOf(buffer, length + rest.length);
        System.arraycopy(rest, 0, all, length, rest.length);
        return all;
    }

    /** The body is longer than a request may be. */
    static final class TooLongException extends RuntimeException {

        private static final long serialVersionUID = 1;

        TooLongException() {
            super("The body must be at most " + MAX_BYTES + " bytes long.");
        }
    }

    /** The body is JSON but no object. */
    static final class NoObjectException extends RuntimeException {

        private static final long serialVersionUID = 1;

        NoObjectException() {
            super("The body must be a JSON object.");
        }
    }
}
