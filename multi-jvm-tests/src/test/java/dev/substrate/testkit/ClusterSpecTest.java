package dev.substrate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a test says wrongly is refused, and not passed over. */
class ClusterSpecTest {

    @ClusterTest(nodes = 3, program = EmptyProgram.class, nodeOptions = @NodeOptions(node = 4, config = "x = 1"))
    private static final class OptionsForNobody {}

    @ClusterTest(nodes = 3, program = EmptyProgram.class, startedNodes = 4)
    private static final class TooManyStarted {}

    @ClusterTest(nodes = 17, program = EmptyProgram.class)
    private static final class TooMany {}

    @AfterEach
    void forgetSeed() {
        System.clearProperty(TestSeed.PROPERTY);
    }

    @Test
    void optionsForANodeThatIsNotThere() {
        assertRefused(OptionsForNobody.class, "The nodes are 1 to 3, there are no options for node 4");
    }

    @Test
    void moreNodesThanThereAre() {
        assertRefused(TooManyStarted.class, "Of 3 nodes, 4 cannot be started");
        assertRefused(TooMany.class, "1 to 16 nodes, not 17");
    }

    @Test
    void aSeedThatIsNoNumber() {
        System.setProperty(TestSeed.PROPERTY, "42");
        assertThat(TestSeed.draw()).isEqualTo(42);

        System.setProperty(TestSeed.PROPERTY, "4x");
        assertThatIllegalArgumentException()
                .isThrownBy(TestSeed::draw)
                .withMessage("-Dsubstrate.test.seed is a whole number, not '4x'");
    }

    private static void assertRefused(Class<?> spec, String why) {
        var folder = ClusterFolder.wiped("ClusterSpecTest", spec.getSimpleName());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TestCluster(
                        spec.getAnnotation(ClusterTest.class),
                        "Test#test",
                        folder,
                        new TestStore.SqliteFile(folder.sqliteFile())))
                .withMessageContaining(why);
    }
}
