package dev.substrate.cli.store;

import dev.substrate.cli.json.JsonObject;
import dev.substrate.cli.store.Manifest.Counts;
import dev.substrate.cli.store.Manifest.Part;
import dev.substrate.cli.terminal.ExitCode;
import dev.substrate.cli.terminal.OutputOption;
import dev.substrate.cli.terminal.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code substrate store verify}: checks an export without a cluster. */
@Command(
        name = "verify",
        description = {
            "Checks that an export is complete and undamaged: every file to the last bit, every line, every count.",
            "",
            "Needs no cluster."
        },
        footer = {"", "Examples:", "  substrate store verify /backup/monday"})
public final class StoreVerifyCommand implements Callable<Integer> {

    private final Shell shell;

    @Parameters(paramLabel = "DIR", description = "The folder of the export.")
    private Path dir = Path.of("");

    @Mixin
    private final OutputOption output = new OutputOption();

    /** Makes the command. */
    public StoreVerifyCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        ExportDir folder = new ExportDir(dir);
        Manifest manifest = folder.requireManifest();
        List<String> faults = new ArrayList<>();
        Map<String, Counts> types = new TreeMap<>();
        for (Part part : manifest.parts()) {
            try {
                PartReader.check(folder.file(part.name()), part);
                count(folder.file(part.name()), part, types);
            } catch (IOException e) {
                faults.add(part.name() + " " + e.getMessage());
            }
        }
        if (faults.isEmpty() && !types.equals(new TreeMap<>(manifest.types()))) {
            faults.add(
                    "The counts of types are " + types + ", and the manifest says " + new TreeMap<>(manifest.types()));
        }
        if (!manifest.complete()) {
            faults.add("The export that was begun " + manifest.begun() + " is not complete: give the same command again"
                    + " to go on");
        } else {
            folder.unlisted(manifest).forEach(name -> faults.add(name + " is not in the manifest"));
        }
        manifest.damaged()
                .forEach(row -> faults.add("The record '" + row.id() + "' is not in the export: " + row.reason()));
        return tell(manifest, faults);
    }

    private static void count(Path file, Part part, Map<String, Counts> types) throws IOException {
        long lines = 0;
        try (PartReader reader = new PartReader(file)) {
            for (byte[] line = reader.next(); line != null; line = reader.next()) {
                lines++;
                try {
                    LineFacts facts = LineFacts.of(line);
                    types.put(
                            facts.id().type(),
                            types.getOrDefault(facts.id().type(), Counts.NONE).plus(facts.tombstone()));
                } catch (IOException e) {
                    throw new IOException("has a line, " + lines + ", that " + e.getMessage(), e);
                }
            }
        }
        if (lines != part.lines()) {
            throw new IOException("has " + lines + " lines, and the manifest says " + part.lines());
        }
    }

    private int tell(Manifest manifest, List<String> faults) {
        faults.forEach(shell::note);
        if (output.json()) {
            shell.println(new JsonObject()
                    .with("lines", manifest.lines())
                    .with("parts", manifest.parts().size())
                    .with("complete", manifest.complete())
                    .with("faults", faults.size())
                    .toString());
        } else {
            shell.println(
                    "lines " + manifest.lines() + " / parts " + manifest.parts().size() + " / faults " + faults.size());
        }
        return faults.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
