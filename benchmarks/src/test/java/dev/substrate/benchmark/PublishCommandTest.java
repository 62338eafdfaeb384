package dev.substrate.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PublishCommandTest {

    private static final String PAGE = """
            before
            <!-- results: knee -->
            old
            <!-- end of results: knee -->
            after
            """;

    @Test
    void whatStandsBetweenTheMarksIsReplaced() {
        assertThat(PublishCommand.replaced(PAGE, "knee", "new\n")).isEqualTo("""
                before
                <!-- results: knee -->

                new

                <!-- end of results: knee -->
                after
                """);
    }

    @Test
    void aPageWithoutAPlaceForResultsIsLeftAlone() {
        assertThatThrownBy(() -> PublishCommand.replaced(PAGE, "fencing", "new"))
                .hasMessageContaining("no place for the results of fencing");
    }

    @Test
    void thePageOfTheBookHasAPlaceForEachBenchmark() throws IOException {
        String page = Files.readString(Path.of("../docs/performance.md"));
        for (String benchmark : PublishCommand.BENCHMARKS) {
            assertThat(PublishCommand.replaced(page, benchmark, "new")).contains("\nnew\n");
        }
    }
}
