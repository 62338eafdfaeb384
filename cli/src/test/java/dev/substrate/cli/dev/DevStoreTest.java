package dev.substrate.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.substrate.cli.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class DevStoreTest {

    private static final DevStore SQLITE = new DevStore.Sqlite();
    private static final DevStore OWN = new DevStore.OwnCassandra(9142);
    private static final DevStore OTHER = new DevStore.OtherCassandra("db.example", 9042);

    @TempDir
    private Path dir;

    @Test
    void everyStoreIsRemembered() {
        for (DevStore store : List.of(SQLITE, OWN, OTHER)) {
            Properties values = new Properties();
            store.save(values);

            assertThat(DevStore.load(values)).isEqualTo(store);
        }
    }

    @Test
    void aStoreThatSomebodyMadeUpIsNamed() {
        Properties values = new Properties();
        values.setProperty("store", "mysql");

        assertThatThrownBy(() -> DevStore.load(values)).hasMessageContaining("mysql");
    }

    @Test
    void whoSaysNothingGetsTheStoreThatTheDataIsIn() {
        assertThat(chosen(Optional.empty())).isEqualTo(SQLITE);
        assertThat(chosen(Optional.of(OTHER))).isEqualTo(OTHER);
        assertThat(chosen(Optional.of(new DevStore.OwnCassandra(9500)), "--store", "cassandra"))
                .isEqualTo(new DevStore.OwnCassandra(9500));
        assertThat(chosen(Optional.of(SQLITE), "--store", "cassandra")).isEqualTo(OWN);
    }

    @Test
    void anAddressAsksForCassandraByItself() {
        assertThat(chosen(Optional.empty(), "--cassandra", "db.example:9042")).isEqualTo(OTHER);
        assertThat(chosen(Optional.empty(), "--cassandra-port", "9500")).isEqualTo(new DevStore.OwnCassandra(9500));
        assertThat(chosen(Optional.of(OTHER), "--store", "cassandra", "--cassandra", "::1:9043"))
                .isEqualTo(new DevStore.OtherCassandra("::1", 9043));
    }

    @Test
    void dataMovesWithAPortOfOursButNotToAnotherStore() {
        assertThat(new DevStore.OwnCassandra(9500).hasDataOf(OWN)).isTrue();
        assertThat(OWN.hasDataOf(OTHER)).isFalse();
        assertThat(OTHER.hasDataOf(OWN)).isFalse();
        assertThat(OTHER.hasDataOf(new DevStore.OtherCassandra("elsewhere", 9042)))
                .isFalse();
        assertThat(SQLITE.hasDataOf(OWN)).isFalse();
    }

    @Test
    void nodesAreToldWhereCassandraIs() {
        assertThat(OWN.conf(dir)).contains("store = cassandra", "contact-points = [\"127.0.0.1:9142\"]");
        assertThat(OTHER.conf(dir)).contains("contact-points = [\"db.example:9042\"]", "keyspace = \"substrate_dev\"");
    }

    @Test
    void aFolderWithTheDataOfOneStoreIsNotUsedWithAnother() throws Exception {
        Files.createDirectories(dir);
        new DevSettings(3, 8550, 2550, SQLITE).save(dir);

        Run run = Run.of("dev", "--store", "cassandra", "--data", dir.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("another store (--store sqlite)").contains("--data");
        assertThat(DevSettings.load(dir)).map(DevSettings::store).contains(SQLITE);
    }

    @Test
    void aCassandraThatDoesNotAnswerIsSaidBeforeAnyNodeStarts() {
        String nobody = "127.0.0.1:" + (FreePorts.before(1) + 1);
        int base = FreePorts.before(20);

        Run run = Run.of(
                "dev",
                "--cassandra",
                nobody,
                "--data",
                dir.toString(),
                "--http-port",
                String.valueOf(base),
                "--artery-port",
                String.valueOf(base + 10));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("No Cassandra answers at " + nobody);
        assertThat(dir.resolve("node-1")).doesNotExist();
    }

    @Test
    void aClusterOnSqliteHasNoCassandraToKill() throws Exception {
        new DevSettings(3, 8550, 2550, SQLITE).save(dir);

        Run run = Run.of("dev", "kill", "cassandra", "--data", dir.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("no Cassandra of its own").contains("--store sqlite");
    }

    private static DevStore chosen(Optional<DevStore> remembered, String... args) {
        Options options = new Options();
        new CommandLine(options).parseArgs(args);
        return options.store.choose(remembered);
    }

    @Command
    private static final class Options {

        @Mixin
        private final StoreOptions store = new StoreOptions();
    }
}
