package dev.substrate.cli.seed;

import dev.substrate.cli.http.Endpoint;
import dev.substrate.cli.terminal.ExitCode;
import dev.substrate.cli.terminal.Shell;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code substrate seed plan}: shows what applying a seed file would change. */
@Command(
        name = "plan",
        description = {
            "Shows what applying a seed file would change, and changes nothing.",
            "",
            "Ends with 0 if there is nothing to do and with 1 if there is, as diff does. Records that are there with other "
                    + "content, and stay so, are nothing to do."
        },
        footer = {"", "Examples:", "  substrate seed plan seeds.jsonl", "  substrate seed plan seeds.jsonl -o json"})
public final class PlanCommand extends SeedVerb {

    /** Makes the command. */
    public PlanCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run(PlanView plan, List<Endpoint> nodes) {
        if (output.json()) {
            plan.printJson(shell.out());
        } else {
            plan.print(shell.out());
        }
        return plan.toDo().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
