package dev.flipswitch.it;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;

/** Who may see whom. {@link ArchitecturePictureTest} has all arrows. */
@AnalyzeClasses(packages = "dev.flipswitch", importOptions = ArchitectureTest.ProductOnly.class)
class ArchitectureTest {

    static final class ProductOnly implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return location.matches(Pattern.compile(".*/flipswitch-[a-z-]+/target/.*"))
                    && !location.contains("test-classes");
        }
    }

    private static final String[] ADAPTERS = {
        "dev.flipswitch.cdi..", "dev.flipswitch.servlet..", "dev.flipswitch.server.."
    };

    @ArchTest
    static final ArchRule coreSeesNoContainerAndNoOtherModule = noClasses()
            .that()
            .resideOutsideOfPackages(ADAPTERS)
            .and()
            .haveNameNotMatching(".*\\.ContainerFlags(\\$.*)?") // the test support's bridge to a container
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.flipswitch.cdi..",
                    "dev.flipswitch.servlet..",
                    "dev.flipswitch.server..",
                    "jakarta.enterprise..",
                    "jakarta.inject..",
                    "jakarta.servlet..",
                    "jakarta.ws..");

    @ArchTest
    static final ArchRule cdiSeesNeitherServletNorServer = noClasses()
            .that()
            .resideInAPackage("dev.flipswitch.cdi..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.flipswitch.servlet..", "dev.flipswitch.server..", "jakarta.servlet..");

    @ArchTest
    static final ArchRule servletSeesNeitherCdiNorServer = noClasses()
            .that()
            .resideInAPackage("dev.flipswitch.servlet..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.flipswitch.cdi..", "dev.flipswitch.server..");

    @ArchTest
    static final ArchRule theServletModuleWorksWithoutCdi = noClasses()
            .that()
            .resideInAPackage("dev.flipswitch.servlet")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.flipswitch.servlet.cdi", "jakarta.enterprise..", "jakarta.inject..");

    @ArchTest
    static final ArchRule nothingThatAnApplicationRunsSeesTheTestSupport = noClasses()
            .that()
            .resideOutsideOfPackages("dev.flipswitch.testing..", "dev.flipswitch.fixtures..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.flipswitch.testing..", "dev.flipswitch.fixtures..", "org.junit..");

    @ArchTest
    static final ArchRule theTestSupportSeesOnlyCoreAndTheFixtures = classes()
            .that()
            .resideInAPackage("dev.flipswitch.testing..")
            .should()
            .onlyDependOnClassesThat(packagedIn(
                            "dev.flipswitch.testing",
                            "dev.flipswitch.fixtures",
                            "dev.openfeature.sdk",
                            "org.junit.jupiter.api",
                            "org.jspecify",
                            "jakarta.enterprise",
                            "java")
                    .or(DescribedPredicate.describe("are core's public types", type -> type.getPackageName()
                            .equals("dev.flipswitch")))
                    .or(DescribedPredicate.describe(
                            "name a domain to CDI", type -> type.getName().equals("dev.flipswitch.cdi.FlagDomain"))));

    @ArchTest
    static final ArchRule theServerSeesOnlyTheRulesOfCore = classes()
            .that()
            .resideInAPackage("dev.flipswitch.server..")
            .should()
            .onlyDependOnClassesThat(packagedIn("dev.flipswitch.server", "dev.flipswitch.rules")
                    .or(DescribedPredicate.not(packagedIn("dev.flipswitch"))));

    @ArchTest
    static final ArchRule theSseClientKnowsNothingOfFlags = knowsOnly(
            "dev.flipswitch.sse",
            "dev.flipswitch.dispatch",
            "dev.flipswitch.http",
            "dev.flipswitch.messages",
            "java",
            "javax.net.ssl");

    @ArchTest
    static final ArchRule theSseClientMeasuresTimeByAMonotonicClock = noClasses()
            .that()
            .resideInAPackage("dev.flipswitch.sse")
            .and()
            .doNotHaveSimpleName("RetryAfter") // in which the server may name a date
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now");

    @ArchTest
    static final ArchRule messagesKnowNobody = classes()
            .that()
            .resideInAPackage("dev.flipswitch..messages")
            .should()
            .onlyDependOnClassesThat(packagedIn("java", "org.jspecify")
                    .or(DescribedPredicate.describe(
                            "are messages", type -> type.getPackageName().endsWith(".messages"))));

    /** So that a record of the log names the class that speaks. */
    @ArchTest
    static final ArchRule messagesLogNothing = noClasses()
            .that()
            .resideInAPackage("dev.flipswitch..messages")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(System.Logger.class);

    @ArchTest
    static final ArchRule theMailboxKnowsOnlyMessages =
            knowsOnly("dev.flipswitch.dispatch", "dev.flipswitch.messages", "java");

    @ArchTest
    static final ArchRule whatIsSharedOfHttpKnowsOnlyMessages =
            knowsOnly("dev.flipswitch.http", "dev.flipswitch.messages", "java", "javax.net.ssl");

    @ArchTest
    static final ArchRule theCacheKnowsNothingOfTheWire =
            knowsOnly("dev.flipswitch.cache", "java", "com.github.benmanes.caffeine");

    @ArchTest
    static final ArchRule theRulesArePure = noClasses()
            .that()
            .resideInAPackage("dev.flipswitch.rules..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.flipswitch",
                    "dev.flipswitch.sse..",
                    "dev.flipswitch.ofrep..",
                    "dev.flipswitch.cache..",
                    "java.io..",
                    "java.net..",
                    "java.sql..",
                    "jakarta..");

    @ArchTest
    static final ArchRule remoteEvaluationSeesNoOtherPackageOfCore = noClasses()
            .that()
            .resideInAPackage("dev.flipswitch.ofrep..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.flipswitch", "dev.flipswitch.sse..", "dev.flipswitch.cache..", "dev.flipswitch.rules..");

    @ArchTest
    static final ArchRule everyPackageIsNullMarked =
            classes().that().haveSimpleName("package-info").should().beAnnotatedWith(NullMarked.class);

    private static ArchRule knowsOnly(String itself, String... others) {
        return classes()
                .that()
                .resideInAPackage(itself + "..")
                .should()
                .onlyDependOnClassesThat(packagedIn(itself, "org.jspecify").or(packagedIn(others)));
    }

    private static DescribedPredicate<JavaClass> packagedIn(String... roots) {
        return DescribedPredicate.describe("are in " + String.join(", ", roots), type -> Arrays.stream(roots)
                .anyMatch(root -> type.getPackageName().equals(root)
                        || type.getPackageName().startsWith(root + ".")));
    }
}
