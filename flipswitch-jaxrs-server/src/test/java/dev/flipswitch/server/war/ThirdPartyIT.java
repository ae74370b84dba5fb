package dev.flipswitch.server.war;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The WAR says which libraries are in it, those of the launcher too, in which versions and under which licenses. */
class ThirdPartyIT {
    private static final Pattern JAR = Pattern.compile("(?:WEB-INF/lib|META-INF/launcher)/(.*)\\.jar");
    private static final Pattern LINE =
            Pattern.compile("(?m)^ *\\((?!Unknown)[^)]+\\).* \\([^:() ]+:([^:() ]+):([^:() ]+) - \\S+\\)$");

    @Test
    void areThoseOfTheNotice() throws IOException {
        try (ZipFile war = new ZipFile(WarServer.WAR.toFile())) {
            List<String> jars = jars(war).stream()
                    .filter(jar -> !jar.startsWith("flipswitch-"))
                    .toList();
            List<String> named = LINE.matcher(text(war, "META-INF/THIRD-PARTY.txt"))
                    .results()
                    .map(line -> line.group(1) + "-" + line.group(2))
                    .toList();
            assertThat(jars).isNotEmpty();
            assertThat(named).containsExactlyInAnyOrderElementsOf(jars);
        }
    }

    /** The release profile writes one. */
    @Test
    @EnabledIfSystemProperty(named = "flipswitch.sbom", matches = ".+")
    void areTheRequiredOnesOfTheSbom() throws IOException {
        try (ZipFile war = new ZipFile(WarServer.WAR.toFile());
                JsonReader sbom =
                        Json.createReader(Files.newBufferedReader(Path.of(System.getProperty("flipswitch.sbom"))))) {
            assertThat(sbom.readObject().getJsonArray("components").getValuesAs(JsonObject.class))
                    .filteredOn(component -> component.getString("scope").equals("required"))
                    .extracting(component -> component.getString("name") + "-" + component.getString("version"))
                    .containsExactlyInAnyOrderElementsOf(jars(war));
        }
    }

    @Test
    void theLicenseIsInTheWar() throws IOException {
        try (ZipFile war = new ZipFile(WarServer.WAR.toFile())) {
            assertThat(text(war, "META-INF/LICENSE")).contains("Apache License");
        }
    }

    private static List<String> jars(ZipFile war) {
        return war.stream()
                .map(entry -> JAR.matcher(entry.getName()))
                .filter(matcher -> matcher.matches())
                .map(matcher -> matcher.group(1))
                .distinct() // the API of logging is in both
                .toList();
    }

    private static String text(ZipFile war, String name) throws IOException {
        return new String(war.getInputStream(war.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
    }
}
