package dev.substrate.cli.store;

import dev.substrate.cli.json.JsonDocument;
import dev.substrate.cli.json.JsonObject;
import dev.substrate.cli.store.Manifest.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How far the import of an export into a store is: a file that is there as long as the import is under way. Without it, or if it
 * is of another import, all parts are sent again, which does no harm.
 */
final class ImportProgress {

    private final Path file;
    private final String store;
    private final List<Part> parts;

    /**
     * Names an import.
     *
     * @param store the store that it goes into
     * @param parts what it consists of
     */
    ImportProgress(Path file, String store, List<Part> parts) {
        this.file = file;
        this.store = store;
        this.parts = parts;
    }

    /**
     * How far it is.
     *
     * @param parts how many parts are done
     * @param failed how many of their lines were not put back
     */
    record Done(int parts, long failed) {

        private static final Done NOTHING = new Done(0, 0);
    }

    /** Returns how far it was when it was ended. */
    Done read() throws IOException {
        if (!Files.exists(file)) {
            return Done.NOTHING;
        }
        JsonDocument before;
        try {
            before = JsonDocument.parse(Files.readAllBytes(file));
        } catch (IOException e) {
            return Done.NOTHING;
        }
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            if (part.name().equals(before.text("part"))
                    && part.sha256().equals(before.text("sha256"))
                    && store.equals(before.text("store"))) {
                return new Done(i + 1, Math.max(0, before.number("failed")));
            }
        }
        return Done.NOTHING;
    }

    /**
     * Notes that a part is done, and all before it.
     *
     * @param failed how many lines were not put back up to here
     */
    void write(Part part, long failed) throws IOException {
        Durably.write(
                file,
                (new JsonObject()
                                        .with("store", store)
                                        .with("part", part.name())
                                        .with("sha256", part.sha256())
                                        .with("failed", failed)
                                + "\n")
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** Forgets the import: it is done. */
    void end() throws IOException {
        Files.deleteIfExists(file);
    }
}
