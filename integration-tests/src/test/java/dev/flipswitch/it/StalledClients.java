package dev.flipswitch.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Clients that ask for a stream and read nothing, not even its head. For one thread. */
final class StalledClients implements AutoCloseable {

    private final List<Socket> sockets = new ArrayList<>();

    /** Connects so many, each with the header lines. */
    StalledClients(int count, URI stream, String... headers) throws IOException {
        StringBuilder request = new StringBuilder("GET " + stream.getPath() + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        byte[] bytes = request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < count; i++) {
            Socket socket = new Socket();
            sockets.add(socket);
            socket.setReceiveBufferSize(1024);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), stream.getPort()));
            socket.getOutputStream().write(bytes);
        }
    }

    int count() {
        return sockets.size();
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
