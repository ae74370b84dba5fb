package dev.flipswitch.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** Creates the flags that the shop shows, by the server's management API. What is there already stays as it is. */
final class DemoFlags {
    private static final Map<String, String> DESCRIPTIONS = Map.of(
            "dark-mode", "The shop in the dark",
            "winter-sale", "The banner at the top of the shop",
            "free-shipping", "Shipping costs nothing");

    private final HttpClient http = HttpClient.newHttpClient();
    private final String admin;
    private final String token;

    DemoFlags(String serverUrl, String token) {
        this.admin = serverUrl + "api/admin/projects/default/";
        this.token = token;
    }

    void create() throws IOException, InterruptedException {
        for (Map.Entry<String, String> flag : DESCRIPTIONS.entrySet()) {
            if (send("environments/development/flags/" + flag.getKey(), "GET", "") == 404) {
                createFlag(flag.getKey(), flag.getValue());
            }
        }
    }

    private void createFlag(String key, String description) throws IOException, InterruptedException {
        int status = send(
                "flags/" + key,
                "PUT",
                """
                {"type":"boolean","description":"%s","variants":{"on":true,"off":false},
                 "defaultVariant":"off","rollout":{"on":100}}"""
                        .formatted(description));
        if (status != 200) {
            throw new IOException("the flag " + key + " could not be created: status " + status);
        }
    }

    private int send(String path, String method, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(admin + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
