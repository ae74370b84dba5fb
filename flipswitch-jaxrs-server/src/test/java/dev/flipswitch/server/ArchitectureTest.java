package dev.flipswitch.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.flipswitch.server", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule arrowsBetweenPackages = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("root")
            .definedBy("dev.flipswitch.server")
            .layer("api")
            .definedBy("dev.flipswitch.server.api..")
            .layer("events")
            .definedBy("dev.flipswitch.server.events")
            .layer("broadcast")
            .definedBy("dev.flipswitch.server.broadcast")
            .layer("security")
            .definedBy("dev.flipswitch.server.security")
            .layer("operations")
            .definedBy("dev.flipswitch.server.operations")
            .layer("store")
            .definedBy("dev.flipswitch.server.store")
            .layer("flags")
            .definedBy("dev.flipswitch.server.flags")
            .layer("json")
            .definedBy("dev.flipswitch.server.json")
            .layer("launcher")
            .definedBy("dev.flipswitch.server.launcher")
            .whereLayer("root")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("api")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("launcher")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("events")
            .mayOnlyBeAccessedByLayers("api", "root")
            .whereLayer("broadcast")
            .mayOnlyBeAccessedByLayers("api", "events", "root")
            .whereLayer("security")
            .mayOnlyBeAccessedByLayers("api", "operations", "root")
            .whereLayer("operations")
            .mayOnlyBeAccessedByLayers("api", "root")
            .whereLayer("store")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("flags")
            .mayOnlyBeAccessedByLayers("api", "events", "operations", "security", "store", "root")
            .whereLayer("json")
            .mayOnlyBeAccessedByLayers("api", "events", "operations", "store");

    @ArchTest
    static final ArchRule theBroadcastKnowsNothingOfFlags = noClasses()
            .that()
            .resideInAPackage("..server.broadcast..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..server.flags..", "..server.events..", "dev.flipswitch.rules..");

    @ArchTest
    static final ArchRule onlyTheLauncherKnowsItsRuntime = noClasses()
            .that()
            .resideOutsideOfPackage("..launcher..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.glassfish..", "org.eclipse..", "org.jboss..");

    @ArchTest
    static final ArchRule theLauncherAndWhatItReadsBringNothingOfTheApplication = noClasses()
            .that()
            .resideInAnyPackage("..launcher..", "..config..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "jakarta..", "org.h2..", "org.postgresql..", "org.jdbi..", "org.slf4j..", "dev.flipswitch.rules..");

    @ArchTest
    static final ArchRule theDomainKnowsNeitherHttpNorSqlNorJson = noClasses()
            .that()
            .resideInAPackage("..flags..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta..", "java.sql..", "javax.sql..", "org.jdbi..", "..json..");

    @ArchTest
    static final ArchRule onlyTheStoreSeesSql = noClasses()
            .that()
            .resideOutsideOfPackage("..store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.sql..",
                    "javax.sql..",
                    "org.jdbi..",
                    "org.h2..",
                    "org.postgresql..",
                    "com.zaxxer..",
                    "org.flywaydb..");

    @ArchTest
    static final ArchRule onlyOnePackageSeesTheMetricsLibrary = noClasses()
            .that()
            .resideOutsideOfPackage("..operations..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..", "io.prometheus..");

    @ArchTest
    static final ArchRule onlyOnePackageSeesJsonProcessing = noClasses()
            .that()
            .resideOutsideOfPackage("..json..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.json..");
}
