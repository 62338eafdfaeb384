package dev.substrate.testkit.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps histories in files, a line of JSON for each operation: so a failed test can leave what it saw, and it can be
 * checked again later. It knows the actions of the models here; others have to be named. Results and fields of actions may be
 * null, Boolean, Long, Integer, String, {@link Versioned}, and Lists and Sets of them. Immutable.
 */
public final class HistoryFile {

    private static final String CLIENT = "client";
    private static final String KEY = "key";
    private static final String ACTION = "action";
    private static final String FIELDS = "fields";
    private static final String OK = "ok";
    private static final String REFUSED = "refused";
    private static final String UNKNOWN = "unknown";
    private static final String BEGUN = "begun";
    private static final String ENDED = "ended";

    private final List<ActionForm<?>> forms;

    /** Makes one that knows the actions of the models here. */
    public HistoryFile() {
        this(StandardForms.all());
    }

    private HistoryFile(List<ActionForm<?>> forms) {
        this.forms = List.copyOf(forms);
    }

    /** Returns one that knows actions of another kind, too. */
    public HistoryFile with(ActionForm<?> form) {
        List<ActionForm<?>> more = new ArrayList<>(forms);
        more.add(form);
        return new HistoryFile(more);
    }

    /**
     * Writes a history.
     *
     * @throws IllegalArgumentException if it has an action or a value that files cannot keep
     * @throws UncheckedIOException if the file cannot be written
     */
    public void write(History history, Path file) {
        List<String> lines = history.operations().stream().map(this::line).toList();
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a history.
     *
     * @throws IllegalArgumentException if the file has something else in it
     * @throws UncheckedIOException if it cannot be read
     */
    public History read(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return new History(lines.map(this::operation).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String line(Operation operation) {
        ActionForm<?> form = forms.stream()
                .filter(each -> each.type().isInstance(operation.action()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No form for " + operation.action()));
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put(CLIENT, operation.client());
        line.put(KEY, operation.key());
        line.put(ACTION, form.name());
        line.put(FIELDS, form.fieldsOf(operation.action()));
        line.put(BEGUN, operation.begun());
        if (operation.ending() instanceof Ending.Unknown unknown) {
            line.put(UNKNOWN, unknown.why());
        } else {
            line.put(ENDED, operation.ended());
            if (operation.ending() instanceof Ending.Refused refused) {
                line.put(REFUSED, refused.why());
            } else {
                line.put(OK, operation.result());
            }
        }
        return Json.write(line);
    }

    private Operation operation(String text) {
        if (!(Json.read(text) instanceof Map<?, ?> line)) {
            throw new IllegalArgumentException("Not an operation: " + text);
        }
        return new Operation(
                field(line, CLIENT, String.class),
                field(line, KEY, String.class),
                action(line),
                ending(line),
                field(line, BEGUN, Long.class),
                line.containsKey(UNKNOWN) ? Operation.OPEN : field(line, ENDED, Long.class));
    }

    private Action action(Map<?, ?> line) {
        String name = field(line, ACTION, String.class);
        List<?> fields = field(line, FIELDS, List.class);
        return forms.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No form for " + name))
                .make()
                .apply(new ArrayList<>(fields));
    }

    private static Ending ending(Map<?, ?> line) {
        if (line.containsKey(UNKNOWN)) {
            return Ending.unknown(field(line, UNKNOWN, String.class));
        }
        return line.containsKey(REFUSED) ? Ending.refused(field(line, REFUSED, String.class)) : Ending.ok(line.get(OK));
    }

    private static <T> T field(Map<?, ?> line, String name, Class<T> type) {
        Object value = line.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("No " + name + " in " + line);
        }
        return type.cast(Objects.requireNonNull(value));
    }
}
