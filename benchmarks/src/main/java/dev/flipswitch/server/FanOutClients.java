package dev.flipswitch.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Thousands of event streams' clients on one thread: the caller's. For one thread. */
final class FanOutClients implements AutoCloseable {

    /** So many connections are being made at a time. */
    private static final int CONNECTING = 256;

    private static final int STALLING_RECEIVE_BYTES = 4096;
    private static final byte[] EVENT = "event: flag-updated\n".getBytes(StandardCharsets.US_ASCII);

    /** What a client has got; of one test at a time. */
    private static final class Client {
        private boolean open;
        private long heardAt;
    }

    private final InetSocketAddress server;
    private final byte[] request;
    private final byte[] greeting;
    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocate(65_536);
    private final List<SelectionKey> keys = new ArrayList<>();
    private int opened;
    private int reading;
    private int heard;

    /** @param greeting what a stream begins with */
    FanOutClients(int port, String path, String greeting) throws IOException {
        this.server = new InetSocketAddress("localhost", port);
        this.greeting = greeting.getBytes(StandardCharsets.US_ASCII);
        this.request = ("GET " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\nX-API-Key: " + MeasuredServer.KEY
                        + "\r\nAccept: text/event-stream\r\nX-Flipswitch-SDK: fan-out/1\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Opens streams; returns how long it took until the last of them had its first event. */
    Duration open(int count, Duration limit) throws IOException {
        long start = System.nanoTime();
        int target = opened + count;
        while (opened < target) {
            while (keys.size() < target && keys.size() - opened < CONNECTING) {
                connect();
            }
            select(start, limit);
        }
        reading = target;
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** From now on all but the first so many read nothing. */
    void stallAllAfter(int count) {
        reading = count;
        keys.subList(count, keys.size()).forEach(key -> key.interestOps(0));
    }

    void expectEvent() {
        heard = 0;
        keys.forEach(key -> client(key).heardAt = 0);
    }

    /** Waits until all who read have the event; returns when each had it, in nanoseconds since the start. */
    long[] awaitEvent(long start, Duration limit) throws IOException {
        while (heard < reading) {
            select(start, limit);
        }
        return keys.subList(0, reading).stream()
                .mapToLong(key -> client(key).heardAt - start)
                .toArray();
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : keys) {
            key.channel().close();
        }
        selector.close();
    }

    private void connect() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, STALLING_RECEIVE_BYTES);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.connect(server);
        keys.add(channel.register(selector, SelectionKey.OP_CONNECT, new Client()));
    }

    private void select(long start, Duration limit) throws IOException {
        selector.select(this::ready, 100);
        if (System.nanoTime() - start > limit.toNanos()) {
            throw new IOException("after " + limit + " only " + opened + " of " + keys.size() + " streams were open, "
                    + heard + " had the event");
        }
    }

    private void ready(SelectionKey key) {
        try {
            SocketChannel channel = (SocketChannel) key.channel();
            if (key.isConnectable()) {
                channel.finishConnect();
                channel.write(ByteBuffer.wrap(request));
                key.interestOps(SelectionKey.OP_READ);
            } else {
                read(channel, client(key));
            }
        } catch (IOException e) {
            throw new IllegalStateException("a connection failed", e);
        }
    }

    private void read(SocketChannel channel, Client client) throws IOException {
        buffer.clear();
        if (channel.read(buffer) < 0) {
            throw new IOException("the server closed a stream");
        }
        if (!client.open && holds(greeting)) {
            client.open = true;
            opened++;
        }
        if (client.heardAt == 0 && holds(EVENT)) {
            client.heardAt = System.nanoTime();
            heard++;
        }
    }

    /** The loopback interface does not split a small event. */
    private boolean holds(byte[] text) {
        for (int i = 0; i + text.length <= buffer.position(); i++) {
            if (Arrays.equals(buffer.array(), i, i + text.length, text, 0, text.length)) {
                return true;
            }
        }
        return false;
    }

    private static Client client(SelectionKey key) {
        return (Client) key.attachment();
    }
}
