package dev.substrate.cli.record;

import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.Shell;
import dev.substrate.cli.terminal.Table;
import dev.substrate.cli.transfer.ListedRecord;
import dev.substrate.cli.transfer.RecordPages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Shows records page by page, as a table or as one array, up to a limit. */
final class RecordList {

    private static final int ENTITY_CHARS_SHOWN = 60;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many records (default: all).")
    private @Nullable Long limit;

    /** Refuses a limit that lets nothing through, before anybody is asked. */
    void requireLimit() {
        if (limit != null && limit < 1) {
            throw CliException.usage("--limit is at least 1");
        }
    }

    void show(Shell shell, RecordPages pages, boolean asJson) throws IOException {
        long left = limit == null ? Long.MAX_VALUE : limit;
        boolean first = true;
        while (left > 0 && pages.hasNext() && !shell.out().checkError()) {
            List<ListedRecord> page = pages.next(left);
            List<ListedRecord> wanted = new ArrayList<>(page.subList(0, (int) Math.min(page.size(), left)));
            left -= wanted.size();
            if (asJson) {
                printJson(shell, wanted, first);
            } else if (first || !wanted.isEmpty()) {
                printTable(shell, wanted, first);
            }
            first = first && wanted.isEmpty() && asJson;
        }
        if (asJson) {
            shell.println(first ? "[]" : "\n]");
        } else if (left == 0 && pages.hasNext()) {
            shell.note("There may be more: this is what --limit " + limit + " lets through");
        }
    }

    private static void printJson(Shell shell, List<ListedRecord> records, boolean first) throws IOException {
        boolean comma = !first;
        for (ListedRecord record : records) {
            shell.out().print(comma ? ",\n" : "[\n");
            shell.out().write(record.toJson());
            comma = true;
        }
    }

    private static void printTable(Shell shell, List<ListedRecord> records, boolean header) {
        Table table = header ? new Table("URI", "VERSION", "MODIFIED", "ENTITY") : new Table("", "", "", "");
        for (ListedRecord record : records) {
            table.row(record.uri(), record.version(), record.modified(), shown(record.entity()));
        }
        String text = table.toString();
        shell.out().print(header ? text : text.substring(text.indexOf('\n') + 1));
    }

    private static String shown(byte[] entity) {
        // A character takes at most four bytes, so this is enough of them.
        int length = Math.min(entity.length, (ENTITY_CHARS_SHOWN + 1) * 4);
        String text = new String(entity, 0, length, StandardCharsets.UTF_8).replaceAll("\\s+", " ");
        return text.codePointCount(0, text.length()) <= ENTITY_CHARS_SHOWN
                ? text
                : text.substring(0, text.offsetByCodePoints(0, ENTITY_CHARS_SHOWN - 1)) + "…";
    }
}
