package dev.flipswitch.server.war;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar flipswitch.war} as an operator knows it: real processes, their output and exit codes. */
class LauncherIT {

    private static final Pattern LISTENING =
            Pattern.compile("flipswitch server listening on (http://localhost:\\d+/)\\R");
    private static final String TOKEN = "admin-token-of-this-test";

    private Path folder;
    private final List<Process> processes = new ArrayList<>();
    private Path temp;

    @BeforeEach
    void createTemp(@TempDir Path folder) throws IOException {
        this.folder = folder;
        temp = Files.createDirectory(folder.resolve("temp"));
    }

    @AfterEach
    void kill() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void keepsFlagsAndSecretsAcrossARestartAndStopsCleanly() throws Exception {
        Process first = run("first", "-Dflipswitch.server.port=0");
        URI url = awaitListening("first");
        String output = output("first");
        String admin = secret("admin-token", output);
        String key = secret("api-key.production", output);
        assertThat(send(
                        "PUT",
                        url.resolve("api/admin/projects/default/flags/dark-mode"),
                        admin,
                        "{\"type\":\"boolean\",\"variants\":{\"on\":true,\"off\":false},\"defaultVariant\":\"off\","
                                + "\"rollout\":{\"on\":100}}"))
                .contains("dark-mode");
        send(
                "PATCH",
                url.resolve("api/admin/projects/default/environments/production/flags/dark-mode"),
                admin,
                "{\"enabled\":true}");

        first.destroy();
        assertThat(first.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        try (Stream<Path> left = Files.list(temp)) {
            assertThat(left.filter(file -> file.getFileName().toString().startsWith("flipswitch")))
                    .isEmpty();
        }

        run("second", "-Dflipswitch.server.port=0");
        url = awaitListening("second");
        assertThat(output("second")).doesNotContain("fs_");
        assertThat(errors("second")).contains("flags are stored in " + folder.resolve("data"));
        assertThat(send("POST", url.resolve("ofrep/v1/evaluate/flags/dark-mode"), key, "{}"))
                .contains("\"value\":true");
    }

    @Test
    void refusesATakenPortInOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            Process process = run("taken", "-Dflipswitch.server.port=" + taken.getLocalPort());

            assertRefused(
                    process, "taken", "port " + taken.getLocalPort() + " is not available (Address already in use)");
        }
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void refusesADataFolderInUseInOneLine() throws Exception {
        run("first", "-Dflipswitch.server.port=0");
        awaitListening("first");

        Process second = run("second", "-Dflipswitch.server.port=0");

        assertRefused(second, "second", "is in use by another process");
    }

    @Test
    void startsOneOfTwoThatBeginAtTheSameMoment() throws Exception {
        Process one = run("one", "-Dflipswitch.server.port=0");
        Process two = run("two", "-Dflipswitch.server.port=0");

        await().atMost(LIMIT).until(() -> !one.isAlive() || !two.isAlive());
        boolean oneIsRefused = !one.isAlive();
        awaitListening(oneIsRefused ? "two" : "one");
        assertRefused(oneIsRefused ? one : two, oneIsRefused ? "one" : "two", "is in use by another process");
    }

    @Test
    void printsAnAddressOfIpVersion6InBrackets() throws Exception {
        byte[] loopback = new byte[16];
        loopback[15] = 1;
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getByAddress(loopback))) {
            assertThat(any.isBound()).isTrue();
        } catch (IOException e) {
            assumeThat(e).as("this machine has no ::1").isNull();
        }
        run("six", "-Dflipswitch.server.port=0", "-Dflipswitch.server.host=::1");

        Pattern printed = Pattern.compile("flipswitch server listening on (http://\\[::1\\]:\\d+/)\\R");
        await().atMost(LIMIT).until(() -> printed.matcher(output("six")).find());
        Matcher url = printed.matcher(output("six"));
        assertThat(url.find()).isTrue();
        assertThat(send("GET", URI.create(url.group(1)).resolve("health/live"), "", ""))
                .contains("UP");
    }

    @Test
    void refusesAnUnusableDataFolderInOneLine() throws Exception {
        Files.writeString(folder.resolve("data"), "a file, not a folder");

        assertRefused(run("unusable", "-Dflipswitch.server.port=0"), "unusable", "can't be used");
    }

    @Test
    void refusesADatabaseThatIsAwayInOneLine() throws Exception {
        assertRefused(
                run(
                        "away",
                        "-Dflipswitch.server.port=0",
                        "-Dflipswitch.server.database-url=jdbc:postgresql://localhost:1/flags",
                        "-Dflipswitch.server.database-password=secret"),
                "away",
                "the database jdbc:postgresql://localhost:1/flags can't be used (");
    }

    @Test
    void refusesABadSettingInOneLine() throws Exception {
        assertRefused(
                run("bad", "-Dflipswitch.server.port=eighty"),
                "bad",
                "flipswitch.server.port is 'eighty' but must be a number from 0 to 65535");
    }

    @Test
    void endsStreamsAndExitsWhenItIsTold() throws Exception {
        Process process =
                run("told", "-Dflipswitch.server.port=0", "-Dflipswitch.server.api-key.development=key-of-this-test");
        HttpRequest request = HttpRequest.newBuilder(awaitListening("told").resolve("api/v1/flags/events"))
                .header("X-API-Key", "key-of-this-test")
                .build();
        try (Stream<String> stream =
                HttpClient.newHttpClient().send(request, BodyHandlers.ofLines()).body()) {
            Iterator<String> lines = stream.iterator();
            assertThat(lines.next()).isNotNull();

            process.destroy();

            lines.forEachRemaining(line -> assertThat(line).isNotNull()); // to a proper end, else this throws
            assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
        assertThat(process.exitValue()).isEqualTo(143);
        assertThat(errors("told")).doesNotContain("FLIP-SERVER-0022");
    }

    @Test
    void letsARequestUnderWayFinishBeforeItStops() throws Exception {
        Process process = run(
                "slow",
                "-Dflipswitch.server.port=0",
                "-Dflipswitch.server.admin-token=" + TOKEN,
                "-Dflipswitch.server.stop-timeout-millis=60000");
        URI url = awaitListening("slow");
        try (Socket socket = new Socket("localhost", url.getPort())) {
            BufferedReader answer = beginRequest(socket);

            process.destroy();
            awaitStopping(url);
            socket.getOutputStream().write("{}".getBytes(StandardCharsets.US_ASCII));

            await().atMost(LIMIT).until(answer::readLine, line -> line != null && line.startsWith("HTTP/1.1 400"));
        }
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(errors("slow")).doesNotContain("FLIP-SERVER-0022");
    }

    @Test
    void cutsOffARequestThatTakesTooLongAndSaysSoInOneLine() throws Exception {
        Process process = run(
                "cut",
                "-Dflipswitch.server.port=0",
                "-Dflipswitch.server.admin-token=" + TOKEN,
                "-Dflipswitch.server.stop-timeout-millis=300");
        URI url = awaitListening("cut");
        try (Socket socket = new Socket("localhost", url.getPort())) {
            beginRequest(socket);
            vanishAmidARequest(url);

            process.destroy();

            assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
        assertThat(process.exitValue()).isEqualTo(143);
        assertThat(errors("cut"))
                .contains("WARNING FLIP-SERVER-0022: cut off requests that took longer than 300 ms after the stop")
                .doesNotContain("Exception");
    }

    /** As a client whose process is killed. */
    private static void vanishAmidARequest(URI url) throws IOException {
        try (Socket socket = new Socket("localhost", url.getPort())) {
            beginRequest(socket);
            socket.setSoLinger(true, 0);
        }
    }

    /** A request whose body the application waits for: the container asks for it then. */
    private static BufferedReader beginRequest(Socket socket) throws IOException {
        socket.getOutputStream()
                .write(("PATCH /api/admin/projects/default/environments/production/flags/none HTTP/1.1\r\n"
                                + "Host: localhost\r\nAuthorization: Bearer " + TOKEN
                                + "\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        BufferedReader answer =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        assertThat(answer.readLine()).startsWith("HTTP/1.1 100");
        return answer;
    }

    private static void awaitStopping(URI url) {
        await().atMost(LIMIT).until(() -> {
            try {
                HttpRequest request =
                        HttpRequest.newBuilder(url.resolve("health/live")).build();
                return HttpClient.newHttpClient()
                                .send(request, BodyHandlers.discarding())
                                .statusCode()
                        == 503;
            } catch (IOException e) {
                return true;
            }
        });
    }

    @Test
    void warnsOfAMisspeltSetting() throws Exception {
        run("misspelt", "-Dflipswitch.server.port=0", "-Dflipswitch.server.prot=1");
        awaitListening("misspelt");

        assertThat(errors("misspelt"))
                .contains("WARNING FLIP-SERVER-0023: setting flipswitch.server.prot does not exist and has no effect;"
                        + " did you mean flipswitch.server.port?");
    }

    private void assertRefused(Process process, String name, String reason) throws Exception {
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(errors(name).lines())
                .singleElement()
                .asString()
                .startsWith("FLIP-SERVER-")
                .contains(reason);
        assertThat(output(name)).isEmpty();
        try (Stream<Path> left = Files.list(temp)) {
            assertThat(left.filter(file -> file.getFileName().toString().startsWith("flipswitch")))
                    .hasSize((int) processes.stream().filter(Process::isAlive).count());
        }
    }

    private Process run(String name, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1"); // it lives shortly
        command.add("-Djava.io.tmpdir=" + temp);
        command.add("-Dflipswitch.server.data=" + folder.resolve("data"));
        command.addAll(List.of(options));
        command.addAll(List.of("-jar", WarServer.WAR.toString()));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve(name + ".out").toFile())
                .redirectError(folder.resolve(name + ".err").toFile())
                .start();
        processes.add(process);
        return process;
    }

    private URI awaitListening(String name) throws IOException {
        await().atMost(LIMIT).until(() -> LISTENING.matcher(output(name)).find());
        Matcher listening = LISTENING.matcher(output(name));
        assertThat(listening.find()).isTrue();
        return URI.create(listening.group(1));
    }

    private String output(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".out"));
    }

    private String errors(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".err"));
    }

    private static String secret(String name, String output) {
        Matcher secret = Pattern.compile(Pattern.quote(name) + " +(fs_\\S+)").matcher(output);
        assertThat(secret.find()).isTrue();
        return secret.group(1);
    }

    private static String send(String method, URI uri, String secret, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + secret)
                .method(method, BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }
}
