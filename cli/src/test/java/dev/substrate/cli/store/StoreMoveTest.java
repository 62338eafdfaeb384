package dev.substrate.cli.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.substrate.cli.Run;
import dev.substrate.cli.store.Manifest.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports and imports, against nodes in name only. */
class StoreMoveTest {

    /** So large that a part of the smallest size holds a few. */
    private static final String LARGE = "\"" + "x".repeat(120_000) + "\"";

    @TempDir
    private Path temp;

    private FakeStore source;
    private FakeStore target;
    private Path dir;

    @BeforeEach
    void start() throws IOException {
        dir = temp.resolve("export");
        source = new FakeStore("source").withPurged(9);
        target = new FakeStore("target");
        for (int i = 0; i < 20; i++) {
            source.with("pkg:" + i, i + 1, LARGE);
        }
        source.with("zone-1.2/user:é \"x", 3, "{ \"a\":[1.50 ] }").with("user:gone", 4, "");
    }

    @AfterEach
    void stop() {
        source.close();
        target.close();
    }

    @Test
    void aStoreIsMovedWithAllItsLines() throws Exception {
        assertThat(ok(export())).isEqualTo("records 21 / tombstones 1 / damaged 0 / parts 3 / bytes " + bytes() + "\n");
        assertThat(ok(verify())).isEqualTo("lines 22 / parts 3 / faults 0\n");

        assertThat(ok(restore())).isEqualTo("restored 22 / kept 0 / differs 0 / purged 0 / refused 0 / damaged 0\n");

        assertThat(target.lines()).isEqualTo(source.lines());
        assertThat(target.purged()).isEqualTo(9);
        assertThat(ok(restore("-o", "json"))).contains("\"restored\":0,\"kept\":22,");
        assertThat(names(dir))
                .containsExactly(
                        "export.lock",
                        "manifest.json",
                        "part-000001.jsonl.gz",
                        "part-000002.jsonl.gz",
                        "part-000003.jsonl.gz");
    }

    @Test
    void anExportThatIsThereIsNotMadeAgain() throws Exception {
        ok(export());
        Map<String, String> before = content(dir);
        source.with("pkg:new", 1, "1");

        Run again = export();

        assertThat(again.exitCode()).isZero();
        assertThat(again.err()).contains("is complete already");
        assertThat(content(dir)).isEqualTo(before);
    }

    /** The folder as it was at each request is what a kill at that moment leaves. */
    @Test
    void anExportThatWasKilledAnywhereIsFinishedByTheSameCommand() throws Exception {
        AtomicInteger moments = new AtomicInteger();
        source.looking((method, path, number) -> {
            copy(dir, temp.resolve("killed-" + moments.incrementAndGet()));
            return 200;
        });
        ok(export());
        source.looking((method, path, number) -> 200);
        // After the last answer: each file that was new then may be there or not, and may not have its name yet.
        Path last = temp.resolve("killed-" + moments.get());
        for (String name : names(dir)) {
            Path killed = temp.resolve("killed-" + moments.incrementAndGet());
            copy(last, killed);
            if (!name.equals("manifest.json")) {
                Files.copy(dir.resolve(name), killed.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.writeString(killed.resolve(name + ".tmp"), "{\"manif");
            }
        }

        int resumed = 0;
        for (int i = 1; i <= moments.get(); i++) {
            Path killed = temp.resolve("killed-" + i);
            Run again = Run.of("store", "export", killed.toString(), "--part-size", "1", "--url", source.url());
            assertThat(again.exitCode()).as("killed at %s: %s", i, again.err()).isZero();
            resumed += again.err().contains("Resuming at part-000002") ? 1 : 0;
            assertThat(Run.of("store", "verify", killed.toString()))
                    .isEqualTo(new Run(0, "lines 22 / parts 3 / faults 0\n", ""));
            assertThat(lines(killed)).as("killed at %s", i).isEqualTo(source.lines());
            assertThat(new ExportDir(killed).requireManifest().purged()).isEqualTo(9);
        }
        assertThat(moments.get()).isGreaterThan(10);
        assertThat(resumed).isPositive();
    }

    @Test
    void anImportThatWasEndedAnywhereIsFinishedByTheSameCommand() throws Exception {
        ok(export());
        for (int end = 2; end <= 6; end++) {
            try (FakeStore other = new FakeStore("other " + end)) {
                int last = end;
                other.looking((method, path, number) -> number > last ? 400 : 200);
                Run ended = restoreInto(other, "--parallel", "1");
                assertThat(ended.exitCode()).as(ended.err()).isEqualTo(1);
                assertThat(ended.err()).contains("give the same command again");

                other.looking((method, path, number) -> 200);
                Run again = restoreInto(other);

                assertThat(again.exitCode()).as(again.err()).isZero();
                assertThat(other.lines()).isEqualTo(source.lines());
                assertThat(other.purged()).isEqualTo(9);
            }
        }
    }

    @Test
    void whatIsDoneIsNotSentAgainIntoTheSameStoreButIntoAnother() throws Exception {
        ok(export());
        Path progress = temp.resolve("progress.json");
        target.looking((method, path, number) -> path.endsWith("purged") ? 400 : 200);
        assertThat(restore("--progress", progress.toString()).exitCode()).isEqualTo(1);
        assertThat(progress).exists();
        target.looking((method, path, number) -> 200);

        Run again = restore("--progress", progress.toString());

        assertThat(again.err()).contains("Resuming at the end: 3 of 3 parts are there");
        assertThat(again.out()).startsWith("restored 0 / kept 0 /");
        assertThat(progress).doesNotExist();

        target.looking((method, path, number) -> path.endsWith("purged") ? 400 : 200);
        restore("--progress", progress.toString());
        assertThat(progress).exists();
        try (FakeStore other = new FakeStore("other")) {
            assertThat(ok(restoreInto(other, "--progress", progress.toString())))
                    .startsWith("restored 22 /");
        }
    }

    @Test
    void aBitThatFlipsInAnyByteOfAnyPartIsFound() throws Exception {
        ok(export());
        for (Part part : new ExportDir(dir).requireManifest().parts()) {
            Path file = dir.resolve(part.name());
            byte[] content = Files.readAllBytes(file);
            for (int i = 0; i < content.length; i++) {
                content[i] ^= (byte) (1 << i % 8);
                Files.write(file, content);
                assertThatExceptionOfType(IOException.class)
                        .as("%s, byte %s", file, i)
                        .isThrownBy(() -> PartReader.check(file, part));
                content[i] ^= (byte) (1 << i % 8);
            }
            Files.write(file, content);
            PartReader.check(file, part);
        }
    }

    @Test
    void aPartThatIsDamagedIsNotSent() throws Exception {
        ok(export());
        Path second = dir.resolve("part-000002.jsonl.gz");
        byte[] content = Files.readAllBytes(second);
        content[content.length / 2] ^= 1;
        Files.write(second, content);

        Run verified = verify();
        Run restored = restore();

        assertThat(verified.exitCode()).isEqualTo(1);
        assertThat(verified.err()).startsWith("part-000002.jsonl.gz does not have the checksum");
        assertThat(restored.exitCode()).isEqualTo(1);
        assertThat(restored.err()).contains("part-000002.jsonl.gz", "Nothing of it was sent", "records were put back");
        assertThat(target.lines()).hasSameSizeAs(linesOf(dir.resolve("part-000001.jsonl.gz")));
        assertThat(target.purged()).isZero();

        Files.delete(second);
        assertThat(verify().err()).startsWith("part-000002.jsonl.gz is missing");
        Files.write(second, new byte[0]);
        assertThat(verify().err()).startsWith("part-000002.jsonl.gz has 0 bytes");
    }

    @Test
    void aManifestThatWasChangedIsFound() throws Exception {
        ok(export());
        Path manifest = dir.resolve("manifest.json");
        String text = Files.readString(manifest);
        for (String changed : List.of(
                text.replace("\"purged\":9", "\"purged\":8"),
                text.replace("\"sha256\":\"", "\"sha256\":\"0"),
                "{}",
                "")) {
            Files.writeString(manifest, changed);
            for (Run run : List.of(verify(), restore(), export())) {
                assertThat(run.exitCode()).as(changed).isEqualTo(1);
                assertThat(run.err()).contains("manifest.json");
            }
        }
        assertThat(target.requests()).isEmpty();
    }

    @Test
    void anIncompleteExportIsImportedOnlyWhenThatIsMeant() throws Exception {
        source.looking((method, path, number) -> number > 6 ? 400 : 200);
        assertThat(export().exitCode()).isEqualTo(1);

        Run refused = restore();
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("is not complete");
        assertThat(target.requests()).isEmpty();
        assertThat(verify().err()).contains("is not complete");

        assertThat(ok(restore("--incomplete"))).startsWith("restored ");
        assertThat(target.lines()).isNotEmpty().hasSizeLessThan(22);
        assertThat(target.purged()).isZero();
    }

    @Test
    void theFirstOfSeveralExportsLeavesNewNamesAlone() throws Exception {
        ok(export());

        ok(restore("--more-to-come"));

        assertThat(target.lines()).isEqualTo(source.lines());
        assertThat(target.purged()).isZero();
    }

    @Test
    void aDamagedRowIsNamedAndTheOthersAreExported() throws Exception {
        source.withDamaged("user:spoilt", "its headers are not JSON");

        Run run = export();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).startsWith("records 21 / tombstones 1 / damaged 1 /");
        assertThat(run.err()).contains("'user:spoilt' is not in the export: its headers are not JSON");
        assertThat(new ExportDir(dir).requireManifest().damaged())
                .containsExactly(new Manifest.Damaged("user:spoilt", "its headers are not JSON"));
        assertThat(verify().exitCode()).isEqualTo(1);
        assertThat(ok(restore())).startsWith("restored 22 /");
        assertThat(export().exitCode()).isEqualTo(1);
    }

    @Test
    void whatIsNotPutBackIsListedAndTheExitCodeSaysSo() throws Exception {
        ok(export());
        for (String outcome : List.of("differs", "purged", "refused", "damaged")) {
            target.answering(outcome);

            Run run = restore();

            assertThat(run.exitCode()).as(outcome).isEqualTo(1);
            assertThat(run.out()).contains(outcome + " 22");
            assertThat(Files.readAllLines(dir.resolve("import-report.txt")))
                    .hasSize(22)
                    .first()
                    .asString()
                    .endsWith(", " + outcome + ": It is so.");
        }
        target.answering("");
        ok(restore());
        assertThat(dir.resolve("import-report.txt")).doesNotExist();
    }

    @Test
    void aFolderThatHoldsSomethingElseIsLeftAlone() throws Exception {
        Files.createDirectories(dir);
        Files.writeString(dir.resolve("letters.txt"), "dear");

        Run run = export();

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("letters.txt");
        assertThat(names(dir)).containsExactly("letters.txt");
        assertThat(verify().exitCode()).isEqualTo(2);
        assertThat(restore().exitCode()).isEqualTo(2);
    }

    @Test
    void anExportOfOneStoreIsNotGoneOnWithOfAnother() throws Exception {
        source.looking((method, path, number) -> number > 6 ? 400 : 200);
        assertThat(export().exitCode()).isEqualTo(1);

        Run run = Run.of("store", "export", dir.toString(), "--url", target.url());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("of another store");
    }

    private Run export() {
        return Run.of("store", "export", dir.toString(), "--part-size", "1", "--url", source.url());
    }

    private Run verify() {
        return Run.of("store", "verify", dir.toString());
    }

    private Run restore(String... more) {
        return restoreInto(target, more);
    }

    private Run restoreInto(FakeStore store, String... more) {
        List<String> args = new ArrayList<>(List.of("store", "import", dir.toString(), "--url", store.url()));
        args.addAll(List.of(more));
        return Run.of(args.toArray(String[]::new));
    }

    private static String ok(Run run) {
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out();
    }

    private long bytes() throws IOException {
        return new ExportDir(dir).requireManifest().bytes();
    }

    /** Returns the checksums of the lines of an export. */
    private static Map<String, String> lines(Path dir) throws IOException {
        Map<String, String> lines = new TreeMap<>();
        for (Part part : new ExportDir(dir).requireManifest().parts()) {
            for (byte[] line : linesOf(dir.resolve(part.name()))) {
                lines.put(LineFacts.of(line).id().toString(), Checksum.of(line));
            }
        }
        return lines;
    }

    private static List<byte[]> linesOf(Path part) throws IOException {
        List<byte[]> lines = new ArrayList<>();
        try (PartReader reader = new PartReader(part)) {
            for (byte[] line = reader.next(); line != null; line = reader.next()) {
                lines.add(line);
            }
        }
        return lines;
    }

    private static List<String> names(Path dir) throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static Map<String, String> content(Path dir) throws IOException {
        Map<String, String> content = new TreeMap<>();
        for (String name : names(dir)) {
            content.put(name, Checksum.of(Files.readAllBytes(dir.resolve(name))));
        }
        return content;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (String name : names(from)) {
            Files.copy(from.resolve(name), to.resolve(name));
        }
    }
}
