package dev.substrate.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Puts results into the book. */
@Command(
        name = "publish",
        description = "Puts the results that are there into docs/performance.md and docs/images.",
        mixinStandardHelpOptions = true)
final class PublishCommand implements Callable<Integer> {

    static final List<String> BENCHMARKS = List.of("fencing", "knee", "cluster", "peers", "client");

    @Option(
            names = "--from",
            paramLabel = "DIR",
            description = "Where the results are (default: benchmarks/target/results).")
    private Path from = MeasureCommand.home().resolve("benchmarks/target/results");

    @Override
    public Integer call() throws IOException {
        Path docs = MeasureCommand.home().resolve("docs");
        Path page = docs.resolve("performance.md");
        String text = Files.readString(page);
        Files.createDirectories(docs.resolve("images"));
        for (String benchmark : BENCHMARKS) {
            Path tables = from.resolve(benchmark + ".md");
            if (Files.exists(tables)) {
                text = replaced(text, benchmark, Files.readString(tables));
                Path plot = docs.resolve("images").resolve(benchmark + ".svg");
                if (Files.exists(from.resolve(benchmark + ".svg"))) {
                    Files.copy(from.resolve(benchmark + ".svg"), plot, StandardCopyOption.REPLACE_EXISTING);
                    System.out.println(plot);
                }
            }
        }
        Files.writeString(page, text);
        System.out.println(page);
        return 0;
    }

    /** Replaces what stands between the marks of a benchmark. */
    static String replaced(String page, String benchmark, String tables) {
        String begin = "<!-- results: " + benchmark + " -->\n";
        String end = "<!-- end of results: " + benchmark + " -->";
        int from = page.indexOf(begin);
        int to = page.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalArgumentException(
                    "The page has no place for the results of " + benchmark + ": " + begin.strip() + " … " + end);
        }
        return page.substring(0, from + begin.length()) + "\n" + tables + "\n" + page.substring(to);
    }
}
