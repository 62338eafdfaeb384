package dev.substrate.benchmark;

import dev.substrate.benchmark.result.Percentiles;
import dev.substrate.benchmark.result.Report;
import java.util.List;
import java.util.Locale;

/** Shows what clients do that are no members. */
final class ClientPage {

    private ClientPage() {}

    /** Writes the table. */
    static String page(Report<ClientPlan, ClientRun> report) {
        return Markdown.origin(report)
                + '\n'
                + Markdown.table(
                        List.of(
                                "engine",
                                "operation",
                                "under way",
                                "caller",
                                "op/s",
                                "by that of any node (quartiles)",
                                "p50 / p99, ms",
                                "p50 by that of any node",
                                "failed"),
                        report.runs().stream().map(ClientPage::row).toList());
    }

    private static List<String> row(ClientRun run) {
        Percentiles all = run.measured().all();
        return List.of(
                run.engine().title(),
                ClusterBenchmark.name(run.mix()),
                Integer.toString(run.outstanding()),
                run.caller().title(),
                "**" + Markdown.perSecond(run.measured().operationsPerSecond()) + "**",
                run.caller() == ClientRun.Caller.ANY_NODE
                        ? "1"
                        : Markdown.ratio(run.comparedWithAnyNode().median()) + " ("
                                + Markdown.ratio(run.comparedWithAnyNode().lowerQuartile()) + "–"
                                + Markdown.ratio(run.comparedWithAnyNode().upperQuartile()) + ")",
                String.format(Locale.ROOT, "%.2f / %.2f", all.p50(), all.p99()),
                run.caller() == ClientRun.Caller.ANY_NODE ? "1" : Markdown.ratio(run.medianByAnyNodes()),
                Long.toString(run.measured().failedReads()
                        + run.measured().refusedWrites()
                        + run.measured().unknownWrites()));
    }
}
