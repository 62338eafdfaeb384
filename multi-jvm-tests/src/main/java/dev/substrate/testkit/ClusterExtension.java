package dev.substrate.testkit;

import dev.substrate.testkit.machine.NodeClock;
import dev.substrate.testkit.machine.NodeDisk;
import dev.substrate.testkit.network.Availability;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;

/** Gives each test its cluster, and each failure its report. */
final class ClusterExtension
        implements BeforeEachCallback,
                AfterEachCallback,
                ParameterResolver,
                TestExecutionExceptionHandler,
                LifecycleMethodExecutionExceptionHandler {

    private static final Namespace NAMESPACE = Namespace.create(ClusterExtension.class);
    private static final Pattern INVOCATION = Pattern.compile("#(\\d+)]$");

    @Override
    public void beforeEach(ExtensionContext context) {
        ClusterTest spec = specOf(context);
        assumeAvailable(context, "network of " + spec.network(), spec.network()::availability);
        if (spec.diskBytes() > 0) {
            assumeAvailable(context, "disk of a node's own", NodeDisk::availability);
        }
        if (spec.ownClocks()) {
            assumeAvailable(context, "clock of a node's own", NodeClock::availability);
        }
        var folder = ClusterFolder.wiped(className(context.getRequiredTestClass()), testName(context));
        String test = context.getRequiredTestClass().getName() + "#"
                + context.getRequiredTestMethod().getName();
        var cluster = new TestCluster(spec, test, folder, storeFor(context, spec.store(), folder));
        context.getStore(NAMESPACE).put(TestCluster.class, cluster);
        try {
            cluster.startFirst();
        } catch (RuntimeException e) {
            attachReport(context, cluster, e);
            throw e;
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        TestCluster cluster = context.getStore(NAMESPACE).remove(TestCluster.class, TestCluster.class);
        if (cluster == null) {
            return;
        }
        try {
            // If the test failed, its own failure comes first; the report attached to it names dead nodes too.
            if (context.getExecutionException().isEmpty()) {
                cluster.failIfANodeFailed();
            }
        } catch (NodeFailedException e) {
            attachReport(context, cluster, e);
            throw e;
        } finally {
            cluster.close();
        }
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        throw reported(context, thrown);
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        throw reported(context, thrown);
    }

    @Override
    public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        throw reported(context, thrown);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestCluster.class && clusterOf(context) != null;
    }

    @Override
    public TestCluster resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return clusterOf(context);
    }

    /** Once for all tests: to find out takes a while. */
    private static void assumeAvailable(ExtensionContext context, String what, Supplier<Availability> finder) {
        Availability here = context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(what, key -> finder.get(), Availability.class);
        Assumptions.assumeTrue(here.isAvailable(), () -> "No " + what + ": " + here.words());
    }

    private static TestStore storeFor(ExtensionContext context, Store store, ClusterFolder folder) {
        return switch (store) {
            case SQLITE -> new TestStore.SqliteFile(folder.sqliteFile());
            // In the root: shared by all classes, and closed after the last of them.
            case CASSANDRA ->
                context.getRoot()
                        .getStore(NAMESPACE)
                        .getOrComputeIfAbsent(
                                SharedCassandra.class, type -> SharedCassandra.start(), SharedCassandra.class)
                        .forNextTest();
        };
    }

    private static Throwable reported(ExtensionContext context, Throwable thrown) {
        TestCluster cluster = clusterOf(context);
        if (cluster != null && !(thrown instanceof TestAbortedException)) {
            attachReport(context, cluster, thrown);
        }
        return thrown;
    }

    private static void attachReport(ExtensionContext context, TestCluster cluster, Throwable thrown) {
        thrown.addSuppressed(cluster.report());
        context.publishReportEntry("cluster", cluster.folder().toString());
    }

    private static TestCluster clusterOf(ExtensionContext context) {
        return context.getStore(NAMESPACE).get(TestCluster.class, TestCluster.class);
    }

    private static ClusterTest specOf(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), ClusterTest.class)
                .or(() -> AnnotationSupport.findAnnotation(
                        context.getRequiredTestClass(), ClusterTest.class, context.getEnclosingTestClasses()))
                .orElseThrow();
    }

    private static String className(Class<?> testClass) {
        return testClass
                .getName()
                .substring(testClass.getPackageName().length())
                .replaceFirst("^\\.", "")
                .replace('$', '.');
    }

    /** Names a test after its method; invocations of a repeated or parameterized test are numbered. */
    private static String testName(ExtensionContext context) {
        Matcher invocation = INVOCATION.matcher(context.getUniqueId());
        String method = context.getRequiredTestMethod().getName();
        return invocation.find() ? method + "-" + invocation.group(1) : method;
    }
}
