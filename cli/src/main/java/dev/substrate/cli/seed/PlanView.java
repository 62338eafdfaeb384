package dev.substrate.cli.seed;

import dev.substrate.cli.json.JsonObject;
import dev.substrate.dht.seed.SeedChange;
import dev.substrate.dht.seed.SeedStep;
import dev.substrate.record.Json;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows what a plan changes. */
final class PlanView {

    private static final int VALUE_CHARS_SHOWN = 60;

    private final List<PlannedLine> plan;

    PlanView(List<PlannedLine> plan) {
        this.plan = plan;
    }

    /** Returns the lines for which there is something to write. */
    List<PlannedLine> toDo() {
        return plan.stream().filter(planned -> planned.step().writes()).toList();
    }

    long count(Class<? extends SeedStep> kind) {
        return plan.stream().map(PlannedLine::step).filter(kind::isInstance).count();
    }

    void print(PrintStream out) {
        for (PlannedLine planned : plan) {
            String name = planned.line().name();
            SeedStep step = planned.step();
            if (step instanceof SeedStep.Create create) {
                out.print("create   " + name + "  " + shown(create.entity()) + "\n");
            } else if (step instanceof SeedStep.Merge merge) {
                out.print("merge    " + name + ", version " + merge.version() + "\n");
                merge.changes()
                        .forEach(change -> out.print("           " + path(change) + ": " + shown(change.before())
                                + " -> " + shown(change.after()) + "\n"));
            } else if (step instanceof SeedStep.Differs differs) {
                out.print("differs  " + name + ", version " + differs.version() + ": stays as it is\n");
                differs.differences()
                        .forEach(change -> out.print("           " + path(change) + ": " + shown(change.before())
                                + ", in the file " + shown(change.after()) + "\n"));
            }
        }
        out.print((toDo().isEmpty() ? "Nothing to do: " : "")
                + count(SeedStep.Create.class) + " to create, "
                + count(SeedStep.Merge.class) + " to merge, "
                + count(SeedStep.Unchanged.class) + " unchanged, "
                + count(SeedStep.Differs.class) + " there with other content\n");
    }

    void printJson(PrintStream out) {
        out.print("{\"create\":" + count(SeedStep.Create.class) + ",\"merge\":" + count(SeedStep.Merge.class)
                + ",\"unchanged\":" + count(SeedStep.Unchanged.class) + ",\"differs\":" + count(SeedStep.Differs.class)
                + ",\"steps\":[");
        String separator = "\n";
        for (PlannedLine planned : plan) {
            if (!(planned.step() instanceof SeedStep.Unchanged)) {
                out.print(separator + json(planned));
                separator = ",\n";
            }
        }
        out.print("]}\n");
    }

    private static JsonObject json(PlannedLine planned) {
        SeedLine line = planned.line();
        JsonObject json = new JsonObject()
                .with("line", line.number())
                .with("uri", line.uri().toString());
        if (!line.scope().ofType()) {
            json.with("scope", line.scope().text());
        }
        SeedStep step = planned.step();
        if (step instanceof SeedStep.Create create) {
            json.with("step", "create").raw("entity", create.entity().text());
        } else if (step instanceof SeedStep.Merge merge) {
            json.with("step", "merge").with("version", merge.version()).raw("changes", json(merge.changes()));
        } else if (step instanceof SeedStep.Differs differs) {
            json.with("step", "differs")
                    .with("version", differs.version())
                    .raw("differences", json(differs.differences()));
        }
        return json;
    }

    private static String json(List<SeedChange> changes) {
        StringBuilder array = new StringBuilder("[");
        for (SeedChange change : changes) {
            JsonObject json = new JsonObject().with("path", change.path());
            Json before = change.before();
            Json after = change.after();
            if (before != null) {
                json.raw("before", before.text());
            }
            if (after != null) {
                json.raw("after", after.text());
            }
            array.append(array.length() == 1 ? "" : ",").append(json);
        }
        return array.append(']').toString();
    }

    private static String path(SeedChange change) {
        return change.path().isEmpty() ? "all of it" : change.path();
    }

    private static String shown(@Nullable Json value) {
        if (value == null) {
            return "(none)";
        }
        String text = value.text();
        return text.codePointCount(0, text.length()) <= VALUE_CHARS_SHOWN
                ? text
                : text.substring(0, text.offsetByCodePoints(0, VALUE_CHARS_SHOWN - 1)) + "…";
    }
}
