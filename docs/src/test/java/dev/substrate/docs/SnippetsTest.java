package dev.substrate.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Java in the book is compiled: a block says which region of which test source it shows,
 * {@code <!-- snippet: Counters.java#update -->}, and must be that region.
 */
class SnippetsTest {

    private static final Pattern BLOCK =
            Pattern.compile("(?:<!-- snippet: (\\S+)#(\\S+) -->\\n)?```java\\n(.*?)```", Pattern.DOTALL);
    private static final Path SOURCES = Book.DOCS.resolve("src/test/java/dev/substrate/docs");

    @Test
    void everyJavaBlockInTheBookIsARegionOfACompiledSource() throws IOException {
        int blocks = 0;
        for (Path page : pages()) {
            Matcher block = BLOCK.matcher(Files.readString(page));
            while (block.find()) {
                blocks++;
                assertThat(block.group(1))
                        .as("%s shows Java without naming its source: %s", page, block.group(3))
                        .isNotNull();
                assertThat(block.group(3))
                        .as("the block of %s from %s#%s", page, block.group(1), block.group(2))
                        .isEqualTo(region(SOURCES.resolve(block.group(1)), block.group(2)));
            }
        }
        assertThat(blocks).as("Java blocks in the book").isPositive();
    }

    @Test
    void everyLinkBetweenPagesLeadsSomewhere() throws IOException {
        Pattern link = Pattern.compile("]\\((?!https?:)([^)#]+)(?:#[^)]*)?\\)");
        for (Path page : pages()) {
            Matcher target = link.matcher(Files.readString(page));
            while (target.find()) {
                assertThat(page.getParent().resolve(target.group(1)))
                        .as("a link in %s", page)
                        .exists();
            }
        }
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages =
                new ArrayList<>(List.of(Book.PROJECT.resolve("README.md"), Book.PROJECT.resolve("ARCHITECTURE.md")));
        try (Stream<Path> files = Files.walk(Book.DOCS)) {
            files.filter(file -> file.toString().endsWith(".md") && !file.startsWith(Book.DOCS.resolve("target")))
                    .sorted()
                    .forEach(pages::add);
        }
        return pages;
    }

    private static String region(Path source, String name) throws IOException {
        List<String> lines = Files.readAllLines(source);
        int start = lines.indexOf(indented(lines, "// region " + name)) + 1;
        int end = start;
        while (!lines.get(end).strip().equals("// endregion")) {
            end++;
        }
        return String.join("\n", lines.subList(start, end)).stripIndent() + "\n";
    }

    private static String indented(List<String> lines, String marker) {
        return lines.stream()
                .filter(line -> line.strip().equals(marker))
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no line '" + marker + "'"));
    }
}
