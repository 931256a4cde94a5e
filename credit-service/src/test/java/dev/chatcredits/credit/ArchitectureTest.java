package dev.chatcredits.credit;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String ROOT = "dev.chatcredits.credit";
    private static final String LEDGER = ROOT + ".ledger";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void rulesOfTheLedgerArePure() {
        classes()
                .that()
                .resideInAPackage(LEDGER)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(LEDGER, "java.lang..", "java.util..", "java.time..", "org.jspecify.annotations")
                .check(CLASSES);
    }

    /** Time is an argument; nobody asks for it inside. */
    @Test
    void rulesOfTheLedgerHaveNoClock() {
        noClasses()
                .that()
                .resideInAPackage(LEDGER)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(CLASSES);
    }

    /** Quarkus leaves the others out, with no more than a warning: the route would be missing. */
    @Test
    void routesArePublicMethods() {
        methods()
                .that(areRoutes())
                .or()
                .areAnnotatedWith("org.jboss.resteasy.reactive.server.ServerExceptionMapper")
                .should()
                .bePublic()
                .check(CLASSES);
    }

    /** Credits change only for services and admins. */
    @Test
    void everyRouteOfOursSaysWhoMayCallIt() {
        methods()
                .that(areRoutes())
                .should()
                .beAnnotatedWith("jakarta.annotation.security.RolesAllowed")
                .orShould()
                .beDeclaredInClassesThat()
                .areAnnotatedWith("jakarta.annotation.security.RolesAllowed")
                .check(CLASSES);
    }

    @Test
    void featuresHaveNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    /** There is no tracing. Its spans would leave with what is said in them: whoever adds it thinks of PrivacyTest first, and then takes this away. */
    @Test
    void nothingIsTraced() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.opentelemetry..")
                .check(CLASSES);
        assertThrows(ClassNotFoundException.class, () -> Class.forName("io.opentelemetry.sdk.OpenTelemetrySdk"));
    }

    private static DescribedPredicate<JavaMethod> areRoutes() {
        return describe(
                "are routes",
                method -> method.getAnnotations().stream()
                        .anyMatch(annotation -> annotation.getRawType().isAnnotatedWith(HttpMethod.class)));
    }
}
