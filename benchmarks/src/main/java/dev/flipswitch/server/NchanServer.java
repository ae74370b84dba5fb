package dev.flipswitch.server;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * nginx with the nchan module, as Debian installs them ({@code nginx} and {@code libnginx-mod-nchan}). For one thread.
 *
 * @see <a href="https://nchan.io">nchan</a>
 */
final class NchanServer implements Contender, AutoCloseable {

    private static final String CONFIGURATION =
            """
            load_module /usr/lib/nginx/modules/ngx_nchan_module.so;
            worker_processes auto;
            pid nginx.pid;
            error_log error.log;
            events {
              worker_connections 20000;
            }
            http {
              access_log off;
              server {
                listen 127.0.0.1:%d backlog=4096;
                location = /events {
                  nchan_subscriber eventsource;
                  nchan_channel_id flags;
                  nchan_subscriber_first_message newest;
                }
                location = /tell {
                  nchan_publisher;
                  nchan_channel_id flags;
                  nchan_message_buffer_length 1;
                }
              }
            }
            """;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path folder = Files.createTempDirectory("flipswitch-nchan");
    private final int port;

    /** Starts it, in the background. */
    NchanServer() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Files.writeString(folder.resolve("nginx.conf"), CONFIGURATION.formatted(port));
        nginx();
    }

    @Override
    public String name() {
        return "nchan";
    }

    @Override
    public FanOutClients clients() throws IOException {
        return new FanOutClients(port, "/events", ": hi\n");
    }

    @Override
    public void tell() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/tell"))
                .header("X-EventSource-Event", "flag-updated")
                .POST(BodyPublishers.ofString(FanOutServer.EVENT_DATA))
                .build();
        int status = http.send(request, BodyHandlers.ofString()).statusCode();
        if (status / 100 != 2) {
            throw new IOException("nchan answers " + status);
        }
    }

    /** It sees that by itself. */
    @Override
    public void forgetClients() {}

    @Override
    public OptionalLong heapBytes() {
        return OptionalLong.empty();
    }

    @Override
    public void close() throws IOException {
        nginx("-s", "stop");
    }

    private void nginx(String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of("nginx", "-p", folder.toString(), "-c", "nginx.conf"));
        command.addAll(List.of(more));
        if (new ProcessBuilder(command).inheritIO().start().onExit().join().exitValue() != 0) {
            throw new IOException("nginx failed: " + command);
        }
    }
}
