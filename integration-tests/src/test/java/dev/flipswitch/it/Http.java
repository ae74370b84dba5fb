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
        return answer(HttpRequest.newBuilder(URI.create(url))).body();
    }

    boolean isOk(String url) throws IOException, InterruptedException {
        return answer(HttpRequest.newBuilder(URI.create(url))).statusCode() == 200;
    }

    HttpResponse<String> answer(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Creates a boolean flag of the demo's project, switched off. */
    HttpResponse<String> create(String serverUrl, String token, String flag) throws IOException, InterruptedException {
        return manage(
                "PUT",
                serverUrl,
                token,
                "flags/" + flag,
                """
                {"type":"boolean","variants":{"on":true,"off":false},"defaultVariant":"off","rollout":{"on":100}}""");
    }

    /** Switches a flag of the demo's development environment. */
    HttpResponse<String> toggle(String serverUrl, String token, String flag, boolean enabled)
            throws IOException, InterruptedException {
        return manage(
                "PATCH", serverUrl, token, "environments/development/flags/" + flag, "{\"enabled\":" + enabled + "}");
    }

    /** A flag of the demo's development environment. */
    String flag(String serverUrl, String token, String flag) throws IOException, InterruptedException {
        return answer(HttpRequest.newBuilder(URI.create(
                                serverUrl + "api/admin/projects/default/environments/development/flags/" + flag))
                        .header("Authorization", "Bearer " + token))
                .body();
    }

    private HttpResponse<String> manage(String method, String serverUrl, String token, String path, String json)
            throws IOException, InterruptedException {
        return answer(HttpRequest.newBuilder(URI.create(serverUrl + "api/admin/projects/default/" + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(json)));
    }
}
