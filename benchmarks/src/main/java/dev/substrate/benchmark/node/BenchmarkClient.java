package dev.substrate.benchmark.node;

import dev.substrate.benchmark.load.ClosedLoop;
import dev.substrate.client.SubstrateClient;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.Arrays;

/** The process of a client that is no member of the cluster: does what it reads from standard input, until that ends. */
public final class BenchmarkClient {

    private BenchmarkClient() {}

    /** Starts a client; the arguments are the number of records, whether to send straight to owners, and where nodes are. */
    public static void main(String... arguments) throws IOException {
        PrintStream replies = System.out;
        System.setOut(System.err);
        URI[] nodes = Arrays.stream(arguments).skip(2).map(URI::create).toArray(URI[]::new);
        SubstrateClient.Builder builder = SubstrateClient.builder(nodes);
        try (SubstrateClient client =
                (Boolean.parseBoolean(arguments[1]) ? builder : builder.throughGivenNodes()).connect()) {
            ClosedLoop loads = new ClosedLoop(client.dht(), Integer.parseInt(arguments[0]));
            RequestLoop.run(replies, request -> {
                if (request instanceof NodeRequest.Run run) {
                    return loads.run(run.load());
                }
                if (request instanceof NodeRequest.ReadAccount) {
                    return loads.account();
                }
                throw new IllegalArgumentException("A client does not know how to " + request);
            });
        }
    }
}
