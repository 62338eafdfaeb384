package dev.substrate.store.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CassandraSchemaTest {

    @Test
    void theManualShowsTheStatementsThatANodeRuns() throws IOException {
        String manual = Files.readString(Path.of("..", "docs", "cassandra.md"));
        CassandraSettings settings = CassandraSettings.of(ConfigFactory.parseString("cassandra.local-datacenter = dc1")
                .withFallback(ConfigFactory.load().getConfig("substrate")));
        assertThat(CassandraSchema.statements(settings))
                .hasSize(11)
                .allSatisfy(statement -> assertThat(manual).contains(statement + ";"));
        assertThat(CassandraSchema.additions(settings))
                .hasSize(2)
                .allSatisfy(statement -> assertThat(manual).contains(statement + ";"));
    }
}
