package dev.substrate.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The pages of the book, as they lie in the project. */
final class Book {

    /** Run the tests of this module with {@code -Dsubstrate.docs.update=true} to write the generated pages anew. */
    private static final boolean UPDATE = Boolean.getBoolean("substrate.docs.update");

    static final Path DOCS = Path.of("").toAbsolutePath();
    static final Path PROJECT = DOCS.getParent();

    private Book() {}

    /** Compares a generated page with the one in the book. */
    static void assertUpToDate(String page, String generated) throws IOException {
        Path file = DOCS.resolve(page);
        if (UPDATE) {
            Files.writeString(file, generated);
        }
        assertThat(file)
                .as(
                        "docs/%s is generated; write it anew with: ./mvnw -pl docs -am test -Dsubstrate.docs.update=true",
                        page)
                .hasContent(generated);
    }
}
