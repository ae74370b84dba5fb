package dev.flipswitch.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flipswitch.messages.WarningLog;
import dev.flipswitch.ofrep.BulkEvaluation;
import dev.flipswitch.ofrep.OfrepEvaluation;
import dev.flipswitch.persistence.CacheSnapshot.FlagInContext;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.ImmutableMetadata;
import dev.openfeature.sdk.ImmutableStructure;
import dev.openfeature.sdk.Value;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cache file by itself. */
class CacheFileTest {
    @TempDir
    Path folder;

    Path path;
    final WarningLog log = new WarningLog();

    @BeforeEach
    void name() {
        path = folder.resolve("flags.json");
    }

    @AfterEach
    void stop() {
        log.close();
    }

    private CacheFile file() {
        return new CacheFile(path, () -> "here");
    }

    static OfrepEvaluation value(Object value) {
        return new OfrepEvaluation.Resolved(
                valueOf(value), "v", "STATIC", ImmutableMetadata.builder().build());
    }

    private static Value valueOf(Object object) {
        try {
            return object instanceof Number ? new Value(object) : Value.objectToValue(object);
        } catch (InstantiationException e) {
            throw new AssertionError(e);
        }
    }

    private static OfrepEvaluation object(Map<String, Value> attributes) {
        Value object = new Value(new ImmutableStructure(attributes));
        return new OfrepEvaluation.Resolved(
                object, null, null, ImmutableMetadata.builder().build());
    }

    static CacheSnapshot flag(String key, OfrepEvaluation evaluation) {
        return new CacheSnapshot(Map.of(FlagInContext.of(key, "{}"), evaluation), Map.of());
    }

    @Test
    void readsWhatItHasWritten() {
        var metadata = ImmutableMetadata.builder()
                .addBoolean("beta", false)
                .addInteger("version", 3)
                .addLong("big", 1L << 40)
                .addDouble("share", 1.0)
                .addString("owner", "\u00e9\u4e2d\"\n")
                .build();
        Map<FlagInContext, OfrepEvaluation> single = new LinkedHashMap<>();
        single.put(
                FlagInContext.of("all", "{}"), new OfrepEvaluation.Resolved(new Value("x"), "on", "SPLIT", metadata));
        single.put(
                FlagInContext.of("by-code", "{}"),
                new OfrepEvaluation.Resolved(
                        null, null, null, ImmutableMetadata.builder().build()));
        single.put(
                FlagInContext.of("object", "{}"),
                object(Map.of("a", Value.objectToValue(List.of(1, 1.0, "x", true)), "none", new Value())));
        OfrepEvaluation unknown = CacheFileJson.asKept(
                new OfrepEvaluation.Failed(ErrorCode.FLAG_NOT_FOUND, "there is none for anna", metadata));
        single.put(FlagInContext.of("unknown", "{}"), unknown);
        var all = new BulkEvaluation(Map.of("a", value(true), "unknown", unknown), null, List.of());
        CacheSnapshot values =
                new CacheSnapshot(single, Map.of(FlagInContext.of("", "{\"targetingKey\":\"anna\"}"), all));

        file().write(values);

        assertThat(file().read()).isEqualTo(values);
        assertThat(log.lines("")).isEmpty();
    }

    @Test
    void keepsTheTypesOfNumbers() {
        List<Number> numbers = List.of(
                0, 10, -7, Integer.MAX_VALUE, 1L << 31, Long.MAX_VALUE, Long.MIN_VALUE, 0.0, 10.0, 1e7, 1e10, -1e18);
        List<Number> fractions = List.of(1e19, 1e300, Double.MAX_VALUE, 0.1, 1e-10, Double.MIN_VALUE, 12345678.5);
        List<Number> noDoubles = List.of(
                new BigDecimal("1.0000000000000000000001"),
                new BigDecimal("9007199254740993.5"),
                new BigDecimal("1E-400"),
                new BigDecimal("1E+400"),
                new BigDecimal("9223372036854775809"));
        Map<FlagInContext, OfrepEvaluation> single = new LinkedHashMap<>();
        Stream.of(numbers, fractions, noDoubles)
                .flatMap(List::stream)
                .forEach(number -> single.put(FlagInContext.of("n" + number, "{}"), value(number)));
        CacheSnapshot values = new CacheSnapshot(single, Map.of());

        file().write(values);

        assertThat(file().read()).isEqualTo(values); // to which 10 and 10.0 differ
    }

    /** Failure policy 51. */
    @Test
    void isWholeOrIgnoredWhereverItIsCutOff() throws IOException {
        CacheSnapshot values = flag("dark-mode", value("\u00e9"));
        file().write(values);
        byte[] whole = Files.readAllBytes(path);
        for (int length = 0; length < whole.length; length++) {
            Files.write(path, Arrays.copyOf(whole, length));
            CacheSnapshot read = file().read();
            assertThat(read).isIn(values, CacheSnapshot.NONE);
            assertThat(log.lines("FLIP-CORE-0050").size()).isEqualTo(length + (read.isEmpty() ? 1 : 0));
        }
        assertThat(log.lines("it is damaged")).hasSizeGreaterThan(whole.length - 2);
    }

    /** Failure policy 51. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"format\":\"1\"}",
                "{\"format\":1}",
                "{\"format\":1.5,\"environment\":\"here\",\"values\":[],\"all\":[]}",
                "{\"format\":1,\"environment\":\"here\",\"values\":{},\"all\":[]}",
                "{\"format\":1,\"environment\":\"here\",\"values\":[1],\"all\":[]}",
                "{\"format\":1,\"environment\":\"here\",\"values\":[{\"flag\":\"a\"}],\"all\":[]}",
                "{\"format\":1,\"environment\":\"here\",\"values\":[],\"all\":[{\"context\":\"c\"}]}",
            })
    void isIgnoredWithOneWarningIfItIsDamagedAndReplacedLater(String text) throws IOException {
        Files.writeString(path, text);
        CacheFile file = file();
        assertThat(file.read().isEmpty()).isTrue();
        assertThat(log.lines(""))
                .hasSize(1)
                .allMatch(line -> line.startsWith("WARNING FLIP-CORE-0050: the cache file " + path
                        + " is ignored: it is damaged; it is replaced once the flag server has answered"));
        file.write(flag("a", value(1)));
        assertThat(file().read()).isEqualTo(flag("a", value(1)));
    }

    @Test
    void survivesNumbersThatWouldTakeLongToRead() throws IOException {
        String number = "9".repeat(1_000_000);
        Files.writeString(
                path,
                "{\"format\":1,\"environment\":\"here\",\"values\":[{\"flag\":\"a\",\"context\":\"c\",\"value\":"
                        + number + "}],\"all\":[]}");
        assertThat(file().read().isEmpty()).isTrue();
        assertThat(log.lines("it is damaged")).hasSize(1);
    }

    @Test
    void survivesDepth() throws IOException {
        Files.writeString(path, "{\"format\":1,\"values\":" + "[".repeat(1_000_000));
        assertThat(file().read().isEmpty()).isTrue();
        assertThat(log.lines("it is damaged")).hasSize(1);
    }

    /** Failure policy 51. */
    @Test
    void isIgnoredIfItIsOfAnotherEnvironment() {
        new CacheFile(path, () -> "elsewhere").write(flag("a", value(1)));
        assertThat(file().read().isEmpty()).isTrue();
        assertThat(log.lines("FLIP-CORE-0050")).hasSize(1).allMatch(line -> line.contains("another flag server"));
    }

    /** Failure policy 51. */
    @Test
    void isIgnoredIfItIsNewer() throws IOException {
        Files.writeString(path, "{\"format\":2,\"news\":[]}");
        assertThat(file().read().isEmpty()).isTrue();
        assertThat(log.lines("FLIP-CORE-0050")).hasSize(1).allMatch(line -> line.contains("format 2"));
    }

    /** Failure policy 51. */
    @ParameterizedTest
    @ValueSource(strings = {"no JSON", "{\"name\":\"package\"}", "[]", "flipswitch.api-key=x\n"})
    void leavesAFileAloneThatIsNone(String text) throws IOException {
        Files.writeString(path, text);
        CacheFile file = file();
        assertThat(file.read().isEmpty()).isTrue();
        assertThat(file.write(flag("a", value(1)))).isTrue();
        assertThat(path).hasContent(text);
        assertThat(log.lines("")).hasSize(1).allMatch(line -> line.contains("no cache file and is left as it is"));
    }

    /** Failure policy 51. */
    @Test
    void isIgnoredIfItIsTooBig() throws IOException {
        try (RandomAccessFile sparse = new RandomAccessFile(path.toFile(), "rw")) {
            sparse.setLength(CacheFileJson.MAX_BYTES + 1L);
        }
        assertThat(file().read().isEmpty()).isTrue();
        assertThat(log.lines("FLIP-CORE-0050")).hasSize(1).allMatch(line -> line.contains("64 MiB"));
    }

    @Test
    void neverGrowsTooBig() {
        String big = "x".repeat(22 << 20);
        Map<FlagInContext, OfrepEvaluation> single = new LinkedHashMap<>();
        List.of("a", "b", "c").forEach(key -> single.put(FlagInContext.of(key, "{}"), value(big)));
        single.put(FlagInContext.of("small", "{}"), value(1));
        file().write(new CacheSnapshot(single, Map.of()));
        assertThat(file().read().single().keySet())
                .containsExactlyInAnyOrder(
                        FlagInContext.of("a", "{}"), FlagInContext.of("b", "{}"), FlagInContext.of("small", "{}"));
    }

    @Test
    void ignoresAFolderInItsPlace() throws IOException {
        Files.createDirectory(path);
        CacheFile file = file();
        assertThat(file.read().isEmpty()).isTrue();
        file.write(flag("a", value(1)));
        assertThat(path).isDirectory();
        assertThat(log.lines("")).hasSize(1).allMatch(line -> line.contains("no regular file"));
    }

    /** Failure policy 52. */
    @Test
    void saysOnceThatItCannotBeWrittenUntilItHasBeen() throws IOException {
        path = folder.resolve("missing").resolve("flags.json");
        CacheFile file = file();
        assertThat(file.read().isEmpty()).isTrue();
        assertThat(file.write(flag("a", value(1)))).isFalse();
        assertThat(file.write(flag("a", value(2)))).isFalse();
        assertThat(log.lines(""))
                .hasSize(1)
                .allMatch(line -> line.contains("FLIP-CORE-0051: the cache file " + path + " could not be written"));

        Files.createDirectory(path.getParent());
        assertThat(file.write(flag("a", value(3)))).isTrue();
        Files.delete(path);
        Files.delete(path.getParent());
        assertThat(file.write(flag("a", value(4)))).isFalse();
        assertThat(log.lines("FLIP-CORE-0051")).hasSize(2);
    }

    @Test
    void saysThatNoFileCanBeMade() {
        Path nobodysFolder = Path.of("/proc/self");
        assumeTrue(Files.isDirectory(nobodysFolder), "a folder in which nobody can make a file");
        path = nobodysFolder.resolve("flags.json");
        CacheFile file = file();
        assertThat(file.read().isEmpty()).isTrue();
        assertThat(file.write(flag("a", value(1)))).isFalse();
        assertThat(log.lines("")).hasSize(1).allMatch(line -> line.contains("FLIP-CORE-0051"));
    }

    @Test
    void isItsOwnersOnly() throws IOException {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
        file().write(flag("a", value(1)));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void isNotWrittenIfNothingIsNew() throws IOException {
        file().write(flag("a", value(1)));
        FileTime longAgo = FileTime.from(Instant.EPOCH);
        Files.setLastModifiedTime(path, longAgo);
        CacheFile file = file();
        file.write(file.read());
        file.write(flag("a", value(1)));
        assertThat(Files.getLastModifiedTime(path)).isEqualTo(longAgo);
        file.write(flag("a", value(2)));
        assertThat(Files.getLastModifiedTime(path)).isGreaterThan(longAgo);
    }

    @Test
    void tidiesUpAfterProcessesThatWereKilled() throws IOException {
        Path abandoned = Files.createFile(folder.resolve(".flags.json.123.tmp"));
        Path others = Files.createFile(folder.resolve(".other.json.123.tmp"));
        Files.setLastModifiedTime(abandoned, FileTime.from(Instant.EPOCH));
        Files.setLastModifiedTime(others, FileTime.from(Instant.EPOCH));
        Path underWay = Files.createFile(folder.resolve(".flags.json.456.tmp"));
        file().read();
        assertThat(folder.toFile().list())
                .containsExactlyInAnyOrder(
                        others.getFileName().toString(), underWay.getFileName().toString());
    }

    @Test
    void survivesASupplierOfTheKeyThatFails() throws IOException {
        file().write(flag("a", value(1)));
        CacheFile file = new CacheFile(path, () -> {
            throw new IllegalStateException("secret-key");
        });
        assertThat(file.read().isEmpty()).isTrue();
        assertThat(file.write(flag("a", value(2)))).isFalse();
        assertThat(log.lines("FLIP-CORE-005")).hasSize(2);
        assertThat(log.lines("secret-key")).isEmpty();
    }

    @Test
    void holdsNoContextAndNoStream() throws IOException {
        String context = "{\"email\":\"anna@example.com\"}";
        var all = new BulkEvaluation(
                Map.of("a", value(true)), "\"etag\"", List.of(URI.create("https://h/events?token=t0ken")));
        file().write(new CacheSnapshot(
                Map.of(FlagInContext.of("a", context), value(1)), Map.of(FlagInContext.of("", context), all)));
        assertThat(Files.readString(path, UTF_8)).doesNotContain("anna").doesNotContain("t0ken");
    }
}
