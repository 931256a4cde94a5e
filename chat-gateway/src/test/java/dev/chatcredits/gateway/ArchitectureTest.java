package dev.chatcredits.gateway;

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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.AnnotationSupport;

class ArchitectureTest {

    private static final String ROOT = "dev.chatcredits.gateway";

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    /** Quarkus leaves the others out, with no more than a warning: the route would be missing. */
    @Test
    void routesArePublicMethods() {
        methods()
                .that(areRoutes())
                .or()
                .areAnnotatedWith("org.jboss.resteasy.reactive.server.ServerExceptionMapper")
                .or()
                .areAnnotatedWith("org.jboss.resteasy.reactive.server.ServerResponseFilter")
                .should()
                .bePublic()
                .check(classes);
    }

    @Test
    void everyRouteOfOursKnowsItsCaller() {
        methods()
                .that(areRoutes())
                .and()
                .areNotDeclaredIn("dev.chatcredits.gateway.pages.LoginResource")
                .should()
                .beDeclaredInClassesThat()
                .areAnnotatedWith("io.quarkus.security.Authenticated")
                .check(classes);
    }

    /** Anywhere else they would never run: pom.xml says where they are looked for. */
    @Test
    void testsOfThePackageAreWhereTheyAreRun() {
        classes()
                .that(DescribedPredicate.describe(
                        "are tagged packaged",
                        test -> AnnotationSupport.findRepeatableAnnotations(test.reflect(), Tag.class).stream()
                                .anyMatch(tag -> tag.value().equals("packaged"))))
                .should()
                .resideInAnyPackage(ROOT + ".process", ROOT + ".pages")
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.OnlyIncludeTests())
                        .importPackages(ROOT));
    }

    @Test
    void featuresHaveNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(classes);
    }

    @Test
    void providersKnowNothingOfCredits() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".provider..")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are ours, of another feature",
                        type -> type.getPackageName().startsWith(ROOT)
                                && !type.getPackageName().startsWith(ROOT + ".provider")))
                .check(classes);
    }

    /** There is no tracing. Its spans would leave with what is said in them: whoever adds it thinks of PrivacyTest first, and then takes this away. */
    @Test
    void nothingIsTraced() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.opentelemetry..")
                .check(classes);
        assertThrows(ClassNotFoundException.class, () -> Class.forName("io.opentelemetry.sdk.OpenTelemetrySdk"));
    }

    private static DescribedPredicate<JavaMethod> areRoutes() {
        return DescribedPredicate.describe(
                "are routes",
                method -> method.getAnnotations().stream()
                        .anyMatch(annotation -> annotation.getRawType().isAnnotatedWith(HttpMethod.class)));
    }
}
