package dev.substrate.store.contract;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/**
 * What every store promises, as tests. A test class of the store's author extends it and opens a harness.
 *
 * <p>System properties: {@code substrate.contract.long} ({@code true}: longer faults and more rounds),
 * {@code substrate.contract.seed} (repeats the random choices of a run; a failure tells its seed).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 300, unit = TimeUnit.SECONDS)
public abstract class FencedStoreContract
        implements EpochContract,
                StateContract,
                ScanContract,
                EventContract,
                SnapshotContract,
                ChangeContract,
                PurgeContract,
                RestoreContract,
                VersionContract,
                OwnerContract,
                LateWriteContract,
                ProcessContract,
                FaultContract,
                DamageContract,
                LoadContract,
                ServiceContract {

    @RegisterExtension
    final TestExecutionExceptionHandler seedTeller = (context, failure) -> {
        if (!(failure instanceof TestAbortedException)) {
            failure.addSuppressed(new Seed(scene().seed()));
        }
        throw failure;
    };

    private @Nullable StoreHarness harness;
    private @Nullable Connections connections;
    private @Nullable Scene scene;

    /** Only for its constructor's caller: a test class. */
    protected FencedStoreContract() {}

    /** Opens what the tests need to reach the store; called once for all tests of the class, which close it. */
    protected abstract StoreHarness openHarness() throws Exception;

    @BeforeAll
    final void openTheHarness() throws Exception {
        harness = openHarness();
        connections = new Connections(harness);
    }

    @AfterAll
    final void closeTheHarness() throws Exception {
        if (connections != null) {
            connections.close();
        }
        if (harness != null) {
            harness.close();
        }
    }

    @BeforeEach
    final void setTheScene(TestInfo test) {
        if (harness == null || connections == null) {
            throw new IllegalStateException("The harness is not open");
        }
        scene = new Scene(
                harness, connections, test.getTestMethod().orElseThrow().getName());
    }

    @AfterEach
    final void clearTheScene() {
        if (scene != null) {
            scene.close();
        }
    }

    @Override
    public final Scene scene() {
        if (scene == null) {
            throw new IllegalStateException("No test is running");
        }
        return scene;
    }

    /** Tells, beside a failure, how to make the same random choices again. */
    private static final class Seed extends Exception {

        private static final long serialVersionUID = 1L;

        Seed(long seed) {
            super("To repeat the random choices: -D" + Scene.SEED + "=" + seed, null, false, false);
        }
    }
}
