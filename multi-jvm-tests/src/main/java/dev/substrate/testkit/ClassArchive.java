package dev.substrate.testkit;

import dev.substrate.testkit.internal.Command;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * An archive of the classes that nodes load, as the class data sharing of HotSpot takes it: with one, a node needs about half
 * the processor time to start. It is made of a node that is alive when its cluster is closed, and used by all clusters that
 * come after with the same class path and program, in other processes too. Made and used only if the system property
 * {@value #PROPERTY} is {@code true}.
 *
 * <p>Archives and directories of classes do not go together: nodes with an archive have each directory of the class path as a
 * jar.
 */
final class ClassArchive {

    static final String PROPERTY = "substrate.test.class-archive";

    // Most classes cannot be put into an archive for some reason or other, and each would be told.
    private static final String SILENT = "-Xlog:cds*=off:stderr";

    private static final FileTime OF_ALL_JARS = FileTime.from(Instant.parse("2000-01-01T00:00:00Z"));

    private final String classPath;
    private final Optional<Path> file;
    private final boolean isThere;

    private ClassArchive(String classPath, Optional<Path> file) {
        this.classPath = classPath;
        this.file = file;
        this.isThere = file.filter(Files::isReadable).isPresent();
    }

    /** Returns the archive for a program, which may have to be made yet. */
    static ClassArchive of(String classPath, Class<?> program) {
        if (!Boolean.getBoolean(PROPERTY)) {
            return new ClassArchive(classPath, Optional.empty());
        }
        List<Path> entries = Arrays.stream(classPath.split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(Files::exists)
                .toList();
        try {
            Path folder = ClusterFolder.beside(Path.of("classes", fingerprint(entries)));
            Files.createDirectories(folder);
            List<Path> jars = new ArrayList<>();
            for (Path entry : entries) {
                jars.add(Files.isDirectory(entry) ? jarOf(entry, folder.resolve(jars.size() + ".jar")) : entry);
            }
            return new ClassArchive(
                    jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                    Optional.of(folder.resolve(program.getName() + ".jsa")));
        } catch (IOException e) {
            throw new UncheckedIOException("No archive of classes", e);
        }
    }

    String classPath() {
        return classPath;
    }

    /** Returns the options for a virtual machine that uses the archive, or from which it can be made. */
    List<String> options() {
        return file.map(archive ->
                        List.of(SILENT, isThere ? "-XX:SharedArchiveFile=" + archive : "-XX:+RecordDynamicDumpInfo"))
                .orElse(List.of());
    }

    /** Makes the archive of a live process that was started with the options, if it is wanted and not there. */
    void makeFrom(long pid) {
        if (file.isEmpty() || Files.exists(file.get())) {
            return;
        }
        Path archive = file.get();
        Path unfinished = archive.resolveSibling(archive.getFileName() + "." + pid);
        try {
            dump(pid, unfinished, archive);
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            System.err.println("No archive of classes was made of process " + pid + ": " + e);
        }
    }

    private static void dump(long pid, Path unfinished, Path archive) throws IOException {
        try {
            Command.run(
                    NodeCommand.javaTool("jcmd").toString(),
                    Long.toString(pid),
                    "VM.cds",
                    "dynamic_dump",
                    unfinished.toString());
            Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static String fingerprint(List<Path> entries) throws IOException {
        StringBuilder all =
                new StringBuilder(System.getProperty("java.home") + " " + System.getProperty("java.vm.version"));
        for (Path entry : entries) {
            for (Path each : files(entry)) {
                all.append('\n')
                        .append(each)
                        .append(' ')
                        .append(Files.size(each))
                        .append(' ');
                all.append(Files.getLastModifiedTime(each).toMillis());
            }
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(all.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> files(Path entry) throws IOException {
        try (Stream<Path> all = Files.walk(entry)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static Path jarOf(Path directory, Path jar) throws IOException {
        if (Files.exists(jar)) {
            return jar;
        }
        Path unfinished = Files.createTempFile(jar.getParent(), "classes", ".jar");
        try (var out = new ZipOutputStream(Files.newOutputStream(unfinished))) {
            out.setLevel(0);
            for (Path file : files(directory)) {
                String name = directory.relativize(file).toString().replace(File.separatorChar, '/');
                var entry = new ZipEntry(name);
                entry.setTime(0);
                out.putNextEntry(entry);
                Files.copy(file, out);
            }
        }
        try {
            // Archives know their jars by size and time, and another process may be making the same one.
            Files.setLastModifiedTime(unfinished, OF_ALL_JARS);
            Files.move(unfinished, jar, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(unfinished);
            throw e;
        }
        return jar;
    }
}
