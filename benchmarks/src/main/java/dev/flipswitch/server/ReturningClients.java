package dev.flipswitch.server;

import dev.flipswitch.sse.ClientDelays;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.BooleanSupplier;

/**
 * Thousands of clients that lose their streams, come back as real ones do, and then evaluate a flag once, on one thread: the
 * caller's. For one thread.
 */
final class ReturningClients implements AutoCloseable {

    private static final long NANOS_BETWEEN_CLIENTS = 500_000;
    private static final String HEARTBEAT = "event: heartbeat\n";
    private static final String VALUE = "\"value\":true";
    private static final String CONTEXT = "{\"context\":{\"targetingKey\":\"user-1\"}}";

    private static final class Client {
        private final ClientDelays delays = new ClientDelays();
        private long due;
        private boolean isLost;
    }

    /** A connection. */
    private static final class Talk {
        private final Client client;
        private final boolean isStream;
        private boolean isAccepted;
        private boolean isAnswered;

        Talk(Client client, boolean isStream) {
            this.client = client;
            this.isStream = isStream;
        }
    }

    private final InetSocketAddress server;
    private final byte[] stream;
    private final byte[] evaluation;
    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocate(65_536);
    private final Queue<Client> waiting = new PriorityQueue<>(Comparator.comparingLong(client -> client.due));
    private final List<Long> returns = new ArrayList<>();
    private int open;
    private int evaluated;
    private int failedAttempts;
    private int failedEvaluations;

    ReturningClients(int port) throws IOException {
        server = new InetSocketAddress("localhost", port);
        String headers = " HTTP/1.1\r\nHost: localhost:" + port + "\r\nX-API-Key: " + MeasuredServer.KEY + "\r\n";
        stream = bytes("GET /api/v1/flags/events" + headers + "Accept: text/event-stream\r\n\r\n");
        evaluation = bytes("POST /ofrep/v1/evaluate/flags/flag" + headers
                + "Content-Type: application/json\r\nConnection: close\r\nContent-Length: " + CONTEXT.length()
                + "\r\n\r\n" + CONTEXT);
    }

    /** Opens so many streams, one after another. */
    void open(int count, Duration limit) throws IOException {
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            Client client = new Client();
            client.due = start + i * NANOS_BETWEEN_CLIENTS;
            waiting.add(client);
        }
        run(() -> open == count, limit);
        failedAttempts = 0;
    }

    /**
     * Waits until all have lost their streams, have new ones, and have evaluated the flag.
     *
     * @return when each had its new stream, as {@link System#nanoTime()}, in order
     */
    List<Long> awaitReturn(Duration limit) throws IOException {
        int count = open;
        run(() -> returns.size() == count && evaluated + failedEvaluations == count, limit);
        return returns;
    }

    /** How many attempts to open a stream failed, or were answered otherwise. */
    int failedAttempts() {
        return failedAttempts;
    }

    /** How many evaluations failed, or had another outcome than that the flag is on. */
    int failedEvaluations() {
        return failedEvaluations;
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    private void run(BooleanSupplier done, Duration limit) throws IOException {
        long start = System.nanoTime();
        while (!done.getAsBoolean()) {
            long now = System.nanoTime();
            if (now - start > limit.toNanos()) {
                throw new IOException("after " + limit + " " + open + " streams were open and " + evaluated
                        + " evaluations answered; " + failedAttempts + " attempts failed");
            }
            for (Client next = waiting.peek(); next != null && next.due - now <= 0; next = waiting.peek()) {
                waiting.remove();
                connect(new Talk(next, true));
            }
            selector.select(this::ready, 1);
        }
    }

    private void connect(Talk talk) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT, talk);
        try {
            channel.connect(server);
        } catch (IOException e) {
            failed(key, talk);
        }
    }

    private void ready(SelectionKey key) {
        Talk talk = (Talk) key.attachment();
        try {
            if (key.isConnectable()) {
                SocketChannel channel = (SocketChannel) key.channel();
                channel.finishConnect();
                channel.write(ByteBuffer.wrap(talk.isStream ? stream : evaluation));
                key.interestOps(SelectionKey.OP_READ);
            } else {
                read(key, talk);
            }
        } catch (IOException e) {
            failed(key, talk);
        }
    }

    private void read(SelectionKey key, Talk talk) throws IOException {
        buffer.clear();
        if (((SocketChannel) key.channel()).read(buffer) < 0) {
            throw new EOFException();
        }
        if (talk.isAnswered) {
            return;
        }
        String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
        if (!talk.isAccepted && !text.startsWith("HTTP/1.1 200")) {
            throw new IOException(text);
        }
        talk.isAccepted = true;
        talk.isAnswered = text.contains(talk.isStream ? HEARTBEAT : VALUE); // small, and so in one piece
        if (talk.isAnswered) {
            answered(key, talk);
        }
    }

    private void answered(SelectionKey key, Talk talk) throws IOException {
        if (talk.isStream) {
            open++;
            if (talk.client.isLost) {
                talk.client.isLost = false;
                returns.add(System.nanoTime());
                connect(new Talk(talk.client, false));
            }
        } else {
            evaluated++;
            key.channel().close();
        }
    }

    private void failed(SelectionKey key, Talk talk) {
        try {
            key.channel().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!talk.isStream) {
            failedEvaluations++;
            return;
        }
        if (talk.isAnswered) {
            open--;
            talk.client.isLost = true;
            talk.client.delays.stable();
        } else {
            failedAttempts++;
        }
        talk.client.due = System.nanoTime() + talk.client.delays.next().toNanos();
        waiting.add(talk.client);
    }

    private static byte[] bytes(String request) {
        return request.getBytes(StandardCharsets.US_ASCII);
    }
}
