package dev.substrate.cli.seed;

import dev.substrate.cli.http.Endpoint;
import dev.substrate.cli.json.JsonObject;
import dev.substrate.cli.seed.AppliedLine.Ending;
import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.ExitCode;
import dev.substrate.cli.terminal.Shell;
import dev.substrate.dht.seed.SeedStep;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code substrate seed apply}: writes what is missing. */
@Command(
        name = "apply",
        description = {
            "Shows what a seed file changes, asks, and writes that.",
            "",
            "Each record is written only if it still is as it was shown. Whoever writes one meanwhile keeps what they wrote, "
                    + "and the command ends with 4. It is safe to run it again, also after it was killed half-way: a second "
                    + "time there is nothing to do."
        },
        footer = {
            "",
            "Examples:",
            "  substrate seed apply seeds.jsonl",
            "  substrate seed apply seeds.jsonl --yes -o json"
        })
public final class ApplyCommand extends SeedVerb {

    private static final int PROBLEMS_SHOWN_MAX = 20;

    @Option(names = "--yes", description = "Do not ask. Needed where there is no terminal to ask on.")
    private boolean yes;

    /** Makes the command. */
    public ApplyCommand(Shell shell) {
        super(shell);
    }

    ApplyCommand(Shell shell, Duration lineDeadline) {
        super(shell, lineDeadline);
    }

    @Override
    void requireSense() {
        if (!yes && !shell.asks()) {
            throw CliException.usage("There is no terminal to ask on whether to write: say --yes");
        }
    }

    @Override
    int run(PlanView plan, List<Endpoint> nodes) throws IOException, InterruptedException {
        List<PlannedLine> toDo = plan.toDo();
        plan.print(output.json() ? shell.err() : shell.out());
        if (!toDo.isEmpty() && !yes && !shell.confirms("Write " + toDo.size() + " records?")) {
            throw CliException.failed("Nothing was written");
        }
        // Killed half-way, it is to be known how far it was going to go.
        shell.out().flush();
        List<AppliedLine> applied = each(nodes, toDo, new Applier(lineDeadline));
        tell(plan, applied);
        return exitCode(applied);
    }

    private void tell(PlanView plan, List<AppliedLine> applied) {
        List<AppliedLine> problems = applied.stream()
                .filter(line -> line.ending() != Ending.WRITTEN && line.ending() != Ending.NOT_TRIED)
                .toList();
        if (output.json()) {
            JsonObject json = new JsonObject();
            for (Ending ending : Ending.values()) {
                json.with(ending.text(), count(ending, applied));
            }
            shell.println(json.with("unchanged", plan.count(SeedStep.Unchanged.class))
                    .with("differs", plan.count(SeedStep.Differs.class))
                    .raw(
                            "problems",
                            problems.stream().map(ApplyCommand::json).toList().toString())
                    .toString());
        } else {
            shell.println("written " + count(Ending.WRITTEN, applied) + " / conflicts "
                    + count(Ending.CONFLICT, applied)
                    + " / failed " + count(Ending.FAILED, applied) + " / unknown " + count(Ending.UNKNOWN, applied)
                    + " / not tried " + count(Ending.NOT_TRIED, applied));
        }
        shell.out().flush();
        problems.stream()
                .limit(PROBLEMS_SHOWN_MAX)
                .forEach(line -> shell.note("line " + line.line().number() + ", "
                        + line.line().name() + ": " + line.ending().text() + ": " + line.detail()));
        if (problems.size() > PROBLEMS_SHOWN_MAX) {
            shell.note("and " + (problems.size() - PROBLEMS_SHOWN_MAX) + " more");
        }
        if (!problems.isEmpty()) {
            shell.note("It is safe to run this again: it looks at the records anew, and does what is left to do");
        }
    }

    private static JsonObject json(AppliedLine line) {
        return new JsonObject()
                .with("line", line.line().number())
                .with("uri", line.line().uri().toString())
                .with("ending", line.ending().text())
                .with("detail", line.detail());
    }

    private static long count(Ending ending, List<AppliedLine> applied) {
        return applied.stream().filter(line -> line.ending() == ending).count();
    }

    /** What is not known comes before what failed, and that before what others did. */
    private static int exitCode(List<AppliedLine> applied) {
        for (Ending ending : List.of(Ending.UNKNOWN, Ending.FAILED, Ending.CONFLICT)) {
            if (count(ending, applied) > 0) {
                return ending.exitCode();
            }
        }
        return ExitCode.DONE;
    }
}
