package dev.flipswitch.server.war;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flipswitch.server.json.JsonReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a client sends and accepts, it is refused in JSON and never by a 500. */
class MalformedRequestsIT {

    private static final int REQUESTS = 6_000;
    /** What is said of requests that do not come to the application. */
    private static final Pattern EARLY = Pattern.compile(
            "The request can't be understood|is too long\\.|are too long\\.|took too long|speaks HTTP/1\\.1|answer this now");

    private static final int PATIENCE_MILLIS = 60_000;

    @TempDir
    static Path data;

    private static WarServer server;

    @BeforeAll
    static void start() throws Exception {
        server = WarServer.start(data, Map.of());
        server.admin(
                "PUT",
                "/default/flags/dark-mode",
                "{\"type\":\"boolean\",\"variants\":{\"on\":true,\"off\":false},\"defaultVariant\":\"off\"}");
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    /** @param body empty for an event stream, which has no end */
    private record Answer(int status, String head, String body) {

        static Answer of(byte[] bytes) {
            String text = new String(bytes, StandardCharsets.UTF_8);
            int end = text.indexOf("\r\n\r\n");
            String head = end < 0 ? text : text.substring(0, end);
            return new Answer(
                    text.startsWith("HTTP/1.1 ") ? Integer.parseInt(text.substring(9, 12)) : 0,
                    head,
                    end < 0 ? "" : text.substring(end + 4));
        }

        boolean isOfTheApplication() {
            return !EARLY.matcher(body).find();
        }

        boolean isStream() {
            return head.contains("text/event-stream");
        }

        boolean isJson() {
            return holds("errorCode") || holds("error");
        }

        private boolean holds(String field) {
            return head.contains("Content-Type: application/json")
                    && JsonReader.read(body) instanceof Map<?, ?> fields
                    && fields.containsKey(field);
        }
    }

    @Test
    void refusesMalformedRequestsInJsonAndNeverFails() throws Exception {
        Mutations mutations = new Mutations(20_261_124);
        int refused = 0;
        for (int i = 0; i < REQUESTS; i++) {
            byte[] request = mutations.next();
            Answer answer = send(request);
            String described = "request " + i + ":\n" + shortened(request) + "\nanswer:\n" + answer;
            assertThat(answer.status()).as(described).isNotZero().isNotEqualTo(500);
            if (answer.status() >= 400) {
                assertThat(text(request).startsWith("HEAD") || answer.isJson())
                        .as(described)
                        .isTrue();
                assertThat(answer.head()).as(described).contains("X-Content-Type-Options: nosniff", "X-Request-Id: ");
            }
            if (answer.isOfTheApplication()) {
                assertThat(answer.status()).as(described).isLessThan(500);
                refused += answer.status() >= 400 ? 1 : 0;
            }
            assertThat(answer.body()).as(described).doesNotContain("Exception", "\tat ", "select ", "SQL");
        }
        assertThat(refused).as("requests that the application refused").isGreaterThan(REQUESTS / 3);
        assertThat(server.evaluate("/dark-mode", "{\"context\":{\"targetingKey\":\"x\"}}")
                        .statusCode())
                .isEqualTo(200);
    }

    private static Answer send(byte[] request) throws IOException {
        URI uri = server.uri("");
        try (Socket socket = new Socket("localhost", uri.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request);
            socket.shutdownOutput();
            return Answer.of(read(socket.getInputStream()));
        } catch (SocketTimeoutException e) {
            throw new AssertionError("no answer to:\n" + shortened(request), e);
        }
    }

    private static byte[] read(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[8_192];
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                bytes.write(buffer, 0, n);
                if (Answer.of(bytes.toByteArray()).isStream()) {
                    break;
                }
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            if (bytes.size() == 0) {
                throw e;
            }
        }
        return bytes.toByteArray();
    }

    private static String text(byte[] request) {
        return new String(request, StandardCharsets.ISO_8859_1);
    }

    private static String shortened(byte[] request) {
        String text = new String(request, StandardCharsets.UTF_8);
        return text.substring(0, Math.min(1_500, text.length()));
    }
}
