package dev.substrate.docs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final Pattern MODULE = Pattern.compile(".*/([a-z-]+)/target/.*");
    private static final String[] RULES = {
        "dev.substrate.dht.internal.rule..", "dev.substrate.record..", "dev.substrate.id.."
    };

    /** The wall clock and the sources of chance, by class and method. */
    private static final Map<String, Set<String>> IMPURE = Map.of(
            "java.lang.System", Set.of("currentTimeMillis", "nanoTime", "identityHashCode"),
            "java.lang.Math", Set.of("random"),
            "java.util.UUID", Set.of("randomUUID"),
            "java.util.Random", Set.of("<init>"),
            "java.security.SecureRandom", Set.of("<init>"),
            "java.util.concurrent.ThreadLocalRandom", Set.of("current"),
            "java.time.Instant", Set.of("now"),
            "java.time.LocalDateTime", Set.of("now"),
            "java.time.ZonedDateTime", Set.of("now"),
            "java.time.Clock", Set.of("systemUTC", "systemDefaultZone", "system"));

    private static JavaClasses ours = new ClassFileImporter().importClasses();

    @BeforeAll
    static void read() {
        ours = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.substrate");
    }

    @Test
    void theWholeReactorIsLookedAt() {
        assertThat(ours.stream()
                        .map(ArchitectureTest::module)
                        .flatMap(Optional::stream)
                        .collect(Collectors.toSet()))
                .contains(
                        "substrate-api",
                        "substrate-akka",
                        "dht-common",
                        "dht-actors",
                        "dht-client",
                        "cli",
                        "multi-jvm-tests");
    }

    @Test
    void theApiKnowsNoToolkit() {
        classes()
                .that(describe("are of substrate-api", c -> module(c).equals(Optional.of("substrate-api"))))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify.annotations..",
                        "dev.substrate.record..",
                        "dev.substrate.message..",
                        "dev.substrate.ring..",
                        "dev.substrate.id..")
                .check(ours);
    }

    @Test
    void theClientAndWhatItSharesWithNodesKnowNoAkka() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.substrate.client..", "dev.substrate.dht.common..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("akka..", "scala..", "com.typesafe..")
                .check(ours);
    }

    @Test
    void nobodyUsesAnotherModulesInternals() {
        classes().should(useOnlyTheirOwnModulesInternals()).check(ours);
    }

    @Test
    void noPackageIsSplitOverTwoModules() {
        Map<String, Set<String>> modules = ours.stream()
                .filter(c -> module(c).isPresent())
                .collect(Collectors.groupingBy(
                        JavaClass::getPackageName,
                        Collectors.mapping(c -> module(c).orElseThrow(), Collectors.toSet())));
        assertThat(modules).allSatisfy((name, in) -> assertThat(in).as(name).hasSize(1));
    }

    @Test
    void rulesKnowNeitherClockNorChanceNorActors() {
        noClasses()
                .that()
                .resideInAnyPackage(RULES)
                .should()
                .accessTargetWhere(describe("a clock or a source of chance", ArchitectureTest::impure))
                .check(ours);
        noClasses()
                .that()
                .resideInAnyPackage(RULES)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "akka..", "scala..", "com.fasterxml..", "java.io..", "java.nio.file..", "java.net..")
                .check(ours);
    }

    @Test
    void nothingRunsOnTheCommonPool() {
        noClasses()
                .should()
                .accessTargetWhere(describe("an asynchronous step without an executor", ArchitectureTest::onCommonPool))
                .check(ours);
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("akka.actor.typed.javadsl.AskPattern")
                .because("its stages go on in the common pool, a new thread for each on two processors")
                .check(ours);
    }

    private static boolean impure(JavaAccess<?> access) {
        return IMPURE.getOrDefault(access.getTargetOwner().getFullName(), Set.of())
                .contains(access.getName());
    }

    private static boolean onCommonPool(JavaAccess<?> access) {
        return access instanceof JavaMethodCall call
                && access.getName().endsWith("Async")
                && (call.getTargetOwner().isEquivalentTo(CompletableFuture.class)
                        || call.getTargetOwner().isEquivalentTo(CompletionStage.class))
                && call.getTarget().getRawParameterTypes().stream()
                        .noneMatch(parameter -> parameter.isEquivalentTo(Executor.class));
    }

    private static ArchCondition<JavaClass> useOnlyTheirOwnModulesInternals() {
        return new ArchCondition<>("use only the internals of their own module") {
            @Override
            public void check(JavaClass user, ConditionEvents events) {
                for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
                    JavaClass used = dependency.getTargetClass().getBaseComponentType();
                    if (used.getPackageName().matches("dev\\.substrate\\..*\\binternal\\b.*")
                            && !module(used).equals(module(user))) {
                        events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
                    }
                }
            }
        };
    }

    private static Optional<String> module(JavaClass c) {
        return c.getSource().map(source -> source.getUri()).map(URI::toString).flatMap(uri -> {
            Matcher module = MODULE.matcher(uri);
            return module.matches() ? Optional.of(module.group(1)) : Optional.empty();
        });
    }

    private static <T> DescribedPredicate<T> describe(String what, Predicate<T> predicate) {
        return DescribedPredicate.describe(what, predicate);
    }
}
