package dev.flipswitch.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** What a user does with {@code curl}. Thread-safe. */
final class Http {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    String get(String url) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Switches a flag of the demo's development environment. */
    HttpResponse<String> toggle(String serverUrl, String token, String flag, boolean enabled)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(serverUrl + "api/admin/projects/default/environments/development/flags/" + flag))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"enabled\":" + enabled + "}"))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
