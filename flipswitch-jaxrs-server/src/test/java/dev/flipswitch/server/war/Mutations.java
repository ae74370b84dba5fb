package dev.flipswitch.server.war;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Requests that are nearly right, always the same for the same seed. For one thread. */
final class Mutations {

    private static final List<String> METHODS =
            List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "get", "P()ST");
    private static final List<String> PATHS = List.of(
            "/ofrep/v1/evaluate/flags",
            "/ofrep/v1/evaluate/flags/dark-mode",
            "/ofrep/v1/configuration",
            "/api/v1/flags/events",
            "/api/admin/projects",
            "/api/admin/projects/default/flags/dark-mode",
            "/api/admin/projects/default/segments",
            "/api/admin/projects/default/segments/testers",
            "/api/admin/projects/default/environments/development/flags",
            "/api/admin/projects/default/environments/development/flags/dark-mode",
            "/api/admin/projects/default/environments/development/events");
    private static final List<String> ODD_PATHS = List.of(
            "%",
            "%zz",
            "%00",
            "%2e%2e/",
            "../",
            "//",
            ";a=b",
            "%2F",
            "%25",
            "%C3",
            "%FF%FE",
            "?a=%",
            "#x",
            "\\",
            " ",
            "é",
            "\t",
            "*",
            "{x}",
            "%0d%0aX: y",
            "?" + "q".repeat(300),
            "x".repeat(3_000));
    private static final List<String> HEADERS = List.of(
            "Content-Type: text/plain",
            "Content-Type: ;;;",
            "Content-Type: application/json; charset=nothing",
            "Content-Type: application/x-www-form-urlencoded",
            "Content-Type: multipart/form-data",
            "Content-Encoding: gzip",
            "Accept: ;q=x",
            "Accept: text/html",
            "Accept: application/json;q=0",
            "Accept-Language: §",
            "Accept-Charset: utf-99",
            "If-None-Match: \",,W/\"\"",
            "If-None-Match: *",
            "If-Match: x",
            "Last-Event-ID: \u0001\u00ff",
            "Last-Event-ID: " + "9".repeat(400),
            "Authorization: Bearer",
            "Authorization: Basic !",
            "X-API-Key: ",
            "X-API-Key: \u00e9",
            "X-HTTP-Method-Override: FOO",
            "Expect: 200-maybe",
            "Range: bytes=x",
            "Cookie: $Version=\";=",
            "Origin: null",
            "X-Request-Id: <script>",
            "Transfer-Encoding: chunked",
            "Content-Length: -1",
            "Upgrade: h2c",
            "X-Long: " + "y".repeat(6_000));
    private static final List<String> BODIES = List.of(
            "{\"context\":{\"targetingKey\":\"user-123\",\"age\":42}}",
            "{\"type\":\"boolean\",\"variants\":{\"on\":true,\"off\":false},\"defaultVariant\":\"off\",\"rollout\":{\"on\":100}}",
            "{\"enabled\":true}",
            "{\"enabled\":true,\"rollout\":{\"on\":25}}");
    private static final List<String> ODD_VALUES = List.of(
            "null",
            "[]",
            "{}",
            "\"\"",
            "-0",
            "1e999999999",
            "0.1e-99999",
            "1".repeat(2_000),
            "\"\\ud800\"",
            "\"\\u0000\"",
            "[".repeat(5_000),
            "{\"a\":".repeat(200),
            "[".repeat(60) + "]".repeat(60),
            "NaN",
            "tru",
            "'x'",
            "{\"a\":1,\"a\":2}",
            "{\"\":0}",
            "\"" + "z".repeat(5_000) + "\"",
            "/**/",
            "01",
            ".5",
            "\ufeff{}");

    private final Random random;

    Mutations(long seed) {
        random = new Random(seed);
    }

    /** The bytes of a request that ends its connection. */
    byte[] next() {
        byte[] body = body();
        StringBuilder head = new StringBuilder(chance(70) ? pick(METHODS.subList(0, 5)) : pick(METHODS));
        head.append(' ').append(path()).append(" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        credentials().forEach(header -> head.append(header).append("\r\n"));
        while (chance(30)) {
            head.append(pick(HEADERS)).append("\r\n");
        }
        head.append("Content-Length: ")
                .append(chance(97) ? body.length : body.length / 2)
                .append("\r\n\r\n");
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        request.writeBytes(body);
        return request.toByteArray();
    }

    private List<String> credentials() {
        List<String> headers = new ArrayList<>();
        if (chance(90)) {
            headers.add("Authorization: Bearer " + WarServer.ADMIN);
        }
        if (chance(90)) {
            headers.add("X-API-Key: " + WarServer.DEVELOPMENT);
        }
        return headers;
    }

    private String path() {
        StringBuilder path = new StringBuilder(pick(PATHS));
        while (chance(35)) {
            path.insert(random.nextInt(path.length()) + 1, pick(ODD_PATHS));
        }
        return path.toString();
    }

    private byte[] body() {
        String json = pick(BODIES);
        if (chance(60)) {
            int from = random.nextInt(json.length());
            int to = from + random.nextInt(json.length() - from);
            json = json.substring(0, from) + pick(ODD_VALUES) + json.substring(chance(50) ? from : to);
        }
        if (chance(30)) {
            json = chance(50) ? pick(ODD_VALUES) : "{\"context\":" + pick(ODD_VALUES) + "}";
        }
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        while (bytes.length > 0 && chance(20)) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private String pick(List<String> list) {
        return list.get(random.nextInt(list.size()));
    }
}
