package dev.substrate.cli.client;

import dev.substrate.cli.dev.DataOption;
import dev.substrate.cli.dev.DevCluster;
import dev.substrate.cli.http.ClusterClient;
import dev.substrate.cli.http.Endpoint;
import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.Shell;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of the verbs that talk to a cluster. */
public final class ClientOptions {

    private static final int TIMEOUT_SECONDS = 20;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The node to talk to (default: the first live node of the local cluster).")
    private @Nullable String url;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "" + TIMEOUT_SECONDS,
            description = "How long to wait for the answer of a node (default: ${DEFAULT-VALUE}).")
    private int timeoutSeconds = TIMEOUT_SECONDS;

    @Mixin
    private final DataOption data = new DataOption();

    /** Returns a client for the node that was named, or else for the live nodes of the local cluster. */
    public ClusterClient connect(Shell shell) {
        return connect(shell, Duration.ZERO);
    }

    /** As {@link #connect(Shell)}, for a request that may itself wait so long before it is answered. */
    public ClusterClient connect(Shell shell, Duration wait) {
        if (timeoutSeconds < 1) {
            throw CliException.usage("--timeout is at least 1 second");
        }
        return new ClusterClient(
                liveNodes(shell), Duration.ofSeconds(timeoutSeconds).plus(wait));
    }

    /**
     * Returns the node that was named, or else all nodes of the local cluster: also those that do not run now, as they may
     * be started again before long work is done.
     */
    public List<Endpoint> nodesForLongWork(Shell shell) {
        List<Endpoint> live = liveNodes(shell);
        return url != null ? live : localCluster(shell).allEndpoints();
    }

    private List<Endpoint> liveNodes(Shell shell) {
        if (url != null) {
            return List.of(Endpoint.parse(url));
        }
        List<Endpoint> live = localCluster(shell).liveEndpoints();
        if (live.isEmpty()) {
            throw CliException.failed("No node of the local cluster in " + data.resolve(shell)
                    + " is running: start it with 'substrate dev'");
        }
        return live;
    }

    private DevCluster localCluster(Shell shell) {
        Path dir = data.resolve(shell);
        return DevCluster.find(dir)
                .orElseThrow(() -> CliException.failed("There is no local cluster in " + dir
                        + ": start one with 'substrate dev', or name a node with --url"));
    }
}
