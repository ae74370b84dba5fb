package dev.flipswitch.server.war;

import static dev.flipswitch.fixtures.Limits.LIMIT;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The built WAR, started in this process as an embedder would: through a class loader that sees nothing else. */
final class WarServer {

    static final Path WAR = Path.of(System.getProperty("flipswitch.war"));
    static final String ADMIN = "admin-secret-of-the-test";
    static final String DEVELOPMENT = "development-secret";
    static final String PRODUCTION = "production-secret";

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URLClassLoader loader;
    private final AutoCloseable server;
    private final String url;

    private WarServer(URLClassLoader loader, AutoCloseable server, String url) {
        this.loader = loader;
        this.server = server;
        this.url = url;
    }

    static WarServer start(Path data, Map<String, String> more) throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of(
                "flipswitch.server.port", "0",
                "flipswitch.server.data", data.toString(),
                "flipswitch.server.admin-token", ADMIN,
                "flipswitch.server.api-key.development", DEVELOPMENT,
                "flipswitch.server.api-key.production", PRODUCTION));
        settings.putAll(more);
        URLClassLoader loader =
                new URLClassLoader(new URL[] {WAR.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
        Object server = loader.loadClass("dev.flipswitch.server.launcher.Main")
                .getMethod("start", Map.class)
                .invoke(null, settings);
        String url = (String) server.getClass().getMethod("url").invoke(server);
        return new WarServer(loader, (AutoCloseable) server, url);
    }

    URI uri(String path) {
        return URI.create(url + path);
    }

    /** Sends a request with pairs of header names and values. */
    HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        return HTTP.send(request(method, path, body, headers), BodyHandlers.ofString());
    }

    HttpResponse<String> admin(String method, String path, String body) throws IOException, InterruptedException {
        return send(method, "api/admin/projects" + path, body, "Authorization", "Bearer " + ADMIN);
    }

    HttpResponse<String> evaluate(String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest request = request("POST", "ofrep/v1/evaluate/flags" + path, body, headers);
        return HTTP.send(
                HttpRequest.newBuilder(request, (name, value) -> true)
                        .header("X-API-Key", DEVELOPMENT)
                        .build(),
                BodyHandlers.ofString());
    }

    EventStream events(String path, String... headers) throws IOException, InterruptedException {
        return new EventStream(HTTP.send(request("GET", path, "", headers), BodyHandlers.ofLines()));
    }

    void close() throws Exception {
        server.close();
        loader.close();
    }

    private HttpRequest request(String method, String path, String body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path)).timeout(LIMIT).method(method, BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.build();
    }
}
