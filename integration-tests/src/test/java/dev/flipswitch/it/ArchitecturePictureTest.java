package dev.flipswitch.it;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The list of packages in {@code docs/architecture.md}, held against who imports whom. */
class ArchitecturePictureTest {
    private static final Path DOCUMENT = Path.of("../docs/architecture.md");
    private static final String PREFIX = "dev.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ArchitectureTest.ProductOnly())
            .importPackages("dev.flipswitch");

    /** Each package is a slice. */
    private static final class Packages implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }

    @Test
    void showsEachArrowBetweenPackagesAndNoOther() throws IOException {
        assertThat(drawn()).isEqualTo(imported());
    }

    @Test
    void hasNoCircle() {
        SlicesRuleDefinition.slices()
                .assignedFrom(new Packages())
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    /** Both ways, of a toggle and of an evaluation. */
    @Test
    void namesTypesThatExist() throws IOException {
        String document = Files.readString(DOCUMENT);
        String ways = document.substring(document.indexOf("## The way of a toggle"), document.indexOf("## What holds"));
        Set<String> types = CLASSES.stream().map(JavaClass::getSimpleName).collect(toSet());
        List<String> named = Pattern.compile("`([A-Z][A-Za-z]+)`")
                .matcher(ways)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(named).hasSizeGreaterThan(40).allMatch(types::contains);
    }

    private static String drawn() throws IOException {
        Matcher block = Pattern.compile("```packages\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(DOCUMENT));
        assertThat(block.find()).as("a block of packages in %s", DOCUMENT).isTrue();
        return block.group(1);
    }

    private static String imported() {
        SortedMap<String, TreeSet<String>> arrows = new TreeMap<>();
        CLASSES.forEach(type -> type.getDirectDependenciesFromSelf().forEach(dependency -> {
            String from = type.getPackageName();
            String to = dependency.getTargetClass().getPackageName();
            if (to.startsWith("dev.flipswitch") && !to.equals(from)) {
                arrows.computeIfAbsent(shown(from), unused -> new TreeSet<>()).add(shown(to));
            }
        }));
        return arrows.entrySet().stream()
                .map(entry -> "%-32s → %s\n".formatted(entry.getKey(), String.join(", ", entry.getValue())))
                .collect(joining());
    }

    private static String shown(String packageName) {
        return packageName.substring(PREFIX.length());
    }
}
