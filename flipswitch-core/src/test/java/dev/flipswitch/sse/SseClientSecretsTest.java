package dev.flipswitch.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.Exchange;
import dev.flipswitch.fixtures.Request;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Failure policy 34: what nobody may read in a log, an exception or a text. */
class SseClientSecretsTest extends SseClientFixture {
    private static final String[] SECRETS = {"key-3f9a", "token-77c1", "password-e02b"};

    private final Logger logger = Logger.getLogger("dev.flipswitch");
    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            StringWriter all = new StringWriter();
            all.write(line.getMessage() + " "
                    + List.of(line.getParameters() == null ? new Object[0] : line.getParameters()));
            if (line.getThrown() != null) {
                line.getThrown().printStackTrace(new PrintWriter(all, true));
            }
            logged.add(all.toString());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listenToEverything() {
        handler.setLevel(Level.ALL);
        logger.setLevel(Level.ALL);
        logger.addHandler(handler);
    }

    @AfterEach
    void listenNoMore() {
        logger.removeHandler(handler);
        logger.setLevel(null);
    }

    private SseClientBuilder secretive(URI uri) {
        URI withAll = URI.create(
                uri.toString().replace("http://", "http://user:" + SECRETS[2] + "@") + "?token=" + SECRETS[1]);
        return SseClient.builder(withAll, http, loop, recorder)
                .headers(Map.of("X-API-Key", SECRETS[0]))
                .listenerExecutor(Runnable::run)
                .backoff(new Backoff(SOON, SOON));
    }

    /** Answers with the request itself in place of a status line. */
    private static void echo(Exchange exchange) {
        Request request = exchange.request();
        exchange.openRaw()
                .send(request + " " + request.headers().map() + "\r\n\r\n")
                .close();
    }

    @Test
    void areShownByNoSessionThatFailsAndNoneThatSucceeds() {
        server.enqueue(
                "GET /events",
                SseClientSecretsTest::echo,
                exchange -> exchange.respond(302, "", "Location: ftp://x/?token=" + SECRETS[1]),
                exchange -> exchange.respond(302, "", "Location: http://flags.invalid/?token=" + SECRETS[1]),
                exchange -> exchange.respond(500, SECRETS[0]),
                exchange -> exchange.respond(200, SECRETS[0], "Content-Type: text/html"),
                exchange -> exchange.openEventStream().reset());
        server.on("GET /events", exchange -> exchange.openEventStream().send("data: a\n\n"));
        SseClientBuilder builder = secretive(server.uri("/events")).listener(event -> {
            throw new IllegalStateException("a listener that fails has its failure logged");
        });
        SseClient client = start(builder);
        await().atMost(LIMIT).until(() -> recorder.events.size() == 1 && !logged.isEmpty());
        List<Object> shown = new ArrayList<>(logged);
        shown.addAll(recorder.failures);
        shown.addAll(List.of(client, builder, recorder.events, recorder.delays, new Backoff(SOON, SOON)));
        assertThat(recorder.failures).hasSizeGreaterThanOrEqualTo(6);
        assertThat(shown).extracting(Object::toString).allSatisfy(text -> assertThat(text)
                .doesNotContain(SECRETS));
    }

    @Test
    void areShownByNoPartOfTheClient() {
        Target target = Target.first(URI.create("http://user:password-e02b@flags.invalid/?token=token-77c1"));
        CallerHeaders headers = new CallerHeaders(Map.of("X-API-Key", SECRETS[0]), null);
        SseConnection connection = new SseConnection(builder(recorder).build(), target, System::nanoTime, "", 1024);
        ConnectResult elsewhere = new ConnectResult.Redirect(target.uri());
        assertThat(List.of(target, headers, connection, elsewhere))
                .extracting(Object::toString)
                .allSatisfy(text -> assertThat(text).doesNotContain(SECRETS));
    }
}
