package dev.substrate.store.contract.sqlite;

import com.typesafe.config.Config;
import dev.substrate.store.contract.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Another process that holds SQLite's lock, and does not run. */
final class StandingStillInATransaction implements Fault {

    private final Path file;
    private @Nullable Process process;

    StandingStillInATransaction(Path file) {
        this.file = file;
    }

    /** What the other process does. */
    public static void main(String[] args) throws SQLException, InterruptedException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + args[0]);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout=30000");
            statement.execute("BEGIN EXCLUSIVE");
            statement.execute("INSERT INTO probe VALUES ('in the middle of a transaction', 1)"
                    + " ON CONFLICT (who) DO UPDATE SET count=count+1");
            System.out.write('L');
            System.out.flush();
            TimeUnit.HOURS.sleep(1);
        }
    }

    @Override
    public Config settings() {
        return SqliteHarness.settingsOf(file);
    }

    @Override
    public void begin() throws IOException, InterruptedException {
        Process started = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StandingStillInATransaction.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process = started;
        if (started.getInputStream().read() != 'L') {
            throw new IOException("The other process did not get the lock");
        }
        Process signal = new ProcessBuilder("kill", "-STOP", Long.toString(started.pid()))
                .inheritIO()
                .start();
        if (signal.waitFor() != 0) {
            throw new IOException("The other process does not stop");
        }
    }

    @Override
    public void end() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
            process = null;
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
