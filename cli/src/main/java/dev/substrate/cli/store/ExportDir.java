package dev.substrate.cli.store;

import dev.substrate.cli.store.Manifest.Part;
import dev.substrate.cli.terminal.CliException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder of an export. */
final class ExportDir {

    private static final String MANIFEST = "manifest.json";
    private static final String LOCK = "export.lock";

    /** What an import leaves in it. */
    static final String PROGRESS = "import-progress.json";

    static final String REPORT = "import-report.txt";

    private static final Pattern PART = Pattern.compile("part-\\d{6}\\.jsonl\\.gz");
    private static final Set<String> OURS = Set.of(MANIFEST, LOCK, PROGRESS, REPORT);

    private final Path dir;

    ExportDir(Path dir) {
        this.dir = dir;
    }

    Path path() {
        return dir;
    }

    Path file(String name) {
        return dir.resolve(name);
    }

    static String partName(int number) {
        return "part-%06d.jsonl.gz".formatted(number);
    }

    /** Keeps others from exporting into this folder until it is closed, or this process ends. */
    FileChannel lock() throws IOException {
        FileChannel channel = FileChannel.open(file(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // The same, within this process.
        }
        channel.close();
        throw CliException.failed("Another export into " + dir + " is under way");
    }

    /** Returns the manifest, if there is one. */
    Optional<Manifest> manifest() throws IOException {
        if (!Files.exists(file(MANIFEST))) {
            return Optional.empty();
        }
        try {
            return Optional.of(Manifest.parse(Files.readAllBytes(file(MANIFEST))));
        } catch (IOException e) {
            throw CliException.failed(file(MANIFEST) + " " + e.getMessage());
        }
    }

    /** Returns the manifest that must be there. */
    Manifest requireManifest() throws IOException {
        return manifest().orElseThrow(() -> CliException.usage("There is no export in " + dir));
    }

    void write(Manifest manifest) throws IOException {
        Durably.write(file(MANIFEST), manifest.toBytes());
    }

    /** Makes the folder, or checks that there is nothing in it but an export. */
    void prepare() throws IOException {
        Files.createDirectories(dir);
        List<String> foreign = names().stream().filter(name -> !isOurs(name)).toList();
        if (!foreign.isEmpty()) {
            throw CliException.usage(dir + " holds something else than an export, such as '" + foreign.get(0)
                    + "'. Name another folder");
        }
        if (manifest().isEmpty()
                && names().stream().anyMatch(name -> PART.matcher(name).matches())) {
            throw CliException.usage(dir + " has parts of an export, but no manifest. Name another folder");
        }
    }

    /** Removes what an export has left that was ended before the manifest said so. */
    void removeUnfinished(Manifest manifest) throws IOException {
        for (String name : unlisted(manifest)) {
            Files.delete(file(name));
        }
    }

    /** Returns the parts, finished or not, that the manifest does not know. */
    List<String> unlisted(Manifest manifest) throws IOException {
        Set<String> listed = new HashSet<>();
        manifest.parts().stream().map(Part::name).forEach(listed::add);
        return names().stream()
                .filter(name -> PART.matcher(finished(name)).matches() && !listed.contains(name))
                .toList();
    }

    private static boolean isOurs(String name) {
        return OURS.contains(finished(name)) || PART.matcher(finished(name)).matches();
    }

    private static String finished(String name) {
        return name.endsWith(Durably.UNFINISHED)
                ? name.substring(0, name.length() - Durably.UNFINISHED.length())
                : name;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
