package dev.substrate.benchmark.node;

import dev.substrate.benchmark.load.ClosedLoop;
import dev.substrate.client.SubstrateClient;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;

/** The process of a client that is no member of the cluster. */
public final class BenchmarkClient implements Subject {

    private final ClosedLoop loads;

    private BenchmarkClient(SubstrateClient client, int records) {
        this.loads = new ClosedLoop(client.dht(), records);
    }

    /** Starts a client; the arguments are the number of records, whether to send straight to owners, and where nodes are. */
    public static void main(String... arguments) throws IOException {
        URI[] nodes = Arrays.stream(arguments).skip(2).map(URI::create).toArray(URI[]::new);
        SubstrateClient.Builder builder = SubstrateClient.builder(nodes);
        Requests.serve(() -> new BenchmarkClient(
                (Boolean.parseBoolean(arguments[1]) ? builder : builder.throughGivenNodes()).connect(),
                Integer.parseInt(arguments[0])));
    }

    /** Its cluster is there before it is. */
    @Override
    public void awaitReady() {}

    @Override
    public ClosedLoop loads() {
        return loads;
    }

    @Override
    public List<Long> storedVersions() {
        throw new UnsupportedOperationException("A client cannot look into the store");
    }

    @Override
    public long owned() {
        return 0;
    }
}
