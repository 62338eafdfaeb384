package dev.substrate.benchmark;

import dev.substrate.benchmark.load.Mix;
import dev.substrate.benchmark.node.BenchmarkException;
import dev.substrate.benchmark.node.Engine;
import dev.substrate.cassandra.CassandraException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What {@code ./benchmarks/run} runs. */
@Command(
        name = "benchmarks/run",
        description = "Measures Substrate on this machine.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = {
            Main.Fencing.class,
            Main.KneeOf.class,
            Main.Cluster.class,
            Main.Peers.class,
            Main.Client.class,
            Main.All.class,
            PublishCommand.class
        })
public final class Main {

    private static final int HELP_WIDTH_CHARS = 100;

    private Main() {}

    /** Runs the command and ends the process. */
    public static void main(String... arguments) {
        CommandLine command = new CommandLine(new Main())
                .setUsageHelpWidth(HELP_WIDTH_CHARS)
                .setExecutionExceptionHandler((problem, line, parsed) -> {
                    if (problem instanceof BenchmarkException || problem instanceof CassandraException) {
                        line.getErr().println("benchmarks/run: " + problem.getMessage());
                        return 1;
                    }
                    throw problem;
                });
        System.exit(command.execute(arguments));
    }

    /** What fences cost. */
    @Command(
            name = "fencing",
            description = "Compares fenced nodes with unfenced ones, in turns.",
            mixinStandardHelpOptions = true)
    static final class Fencing extends MeasureCommand {

        @Option(names = "--mix", paramLabel = "R/W", split = ",", description = "Only these mixes, such as 95/5.")
        private List<String> mixes = List.of();

        @Option(names = "--outstanding", paramLabel = "N", split = ",", description = "Only these many under way.")
        private List<Integer> outstanding = List.of();

        @Option(names = "--value", paramLabel = "BYTES", split = ",", description = "Only values of these sizes.")
        private List<Integer> valueBytes = List.of();

        @Override
        List<Benchmark> benchmarks(List<Engine> engines, boolean quick) {
            FencingPlan plan = quick ? FencingPlan.quick(engines) : FencingPlan.full(engines);
            return List.of(new FencingBenchmark(
                    plan.only(mixes.stream().map(Mix::parse).toList(), outstanding, valueBytes)));
        }
    }

    /** Where the knee is. */
    @Command(
            name = "knee",
            description = "Looks for the number of operations under way beyond which more of them gain little.",
            mixinStandardHelpOptions = true)
    static final class KneeOf extends MeasureCommand {
        @Override
        List<Benchmark> benchmarks(List<Engine> engines, boolean quick) {
            return List.of(new KneeBenchmark(quick ? KneePlan.quick(engines) : KneePlan.full(engines)));
        }
    }

    /** What a cluster does. */
    @Command(
            name = "cluster",
            description = "Measures durable puts and linearizable gets of three nodes on this machine.",
            mixinStandardHelpOptions = true)
    static final class Cluster extends MeasureCommand {
        @Override
        List<Benchmark> benchmarks(List<Engine> engines, boolean quick) {
            return List.of(new ClusterBenchmark(quick ? ClusterPlan.quick(engines) : ClusterPlan.full(engines)));
        }
    }

    /** What others do. */
    @Command(
            name = "peers",
            description = "Compares three nodes on SQLite with three members of Hazelcast, in turns.",
            mixinStandardHelpOptions = true)
    static final class Peers extends MeasureCommand {
        @Override
        List<Benchmark> benchmarks(List<Engine> engines, boolean quick) {
            return List.of(new PeersBenchmark(quick ? PeersPlan.quick() : PeersPlan.full()));
        }
    }

    /** What a client saves that sends straight to the owner's node. */
    @Command(
            name = "client",
            description = "Compares clients that are no members with each other, and with a member.",
            mixinStandardHelpOptions = true)
    static final class Client extends MeasureCommand {
        @Override
        List<Benchmark> benchmarks(List<Engine> engines, boolean quick) {
            return List.of(new ClientBenchmark(quick ? ClientPlan.quick(engines) : ClientPlan.full(engines)));
        }
    }

    /** All of it. */
    @Command(name = "all", description = "All of these, one after the other.", mixinStandardHelpOptions = true)
    static final class All extends MeasureCommand {
        @Override
        List<Benchmark> benchmarks(List<Engine> engines, boolean quick) {
            return List.of(
                    new FencingBenchmark(quick ? FencingPlan.quick(engines) : FencingPlan.full(engines)),
                    new KneeBenchmark(quick ? KneePlan.quick(engines) : KneePlan.full(engines)),
                    new ClusterBenchmark(quick ? ClusterPlan.quick(engines) : ClusterPlan.full(engines)),
                    new PeersBenchmark(quick ? PeersPlan.quick() : PeersPlan.full()),
                    new ClientBenchmark(quick ? ClientPlan.quick(engines) : ClientPlan.full(engines)));
        }
    }
}
