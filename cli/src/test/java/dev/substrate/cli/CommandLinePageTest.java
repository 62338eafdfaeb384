package dev.substrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.cli.terminal.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Holds the page on the command line against the command. */
class CommandLinePageTest {

    private static final Path PAGE =
            Path.of("").toAbsolutePath().getParent().resolve("docs").resolve("cli.md");

    @Test
    void thePageSaysWhatTheHelpSays() throws IOException {
        StringBuilder page = new StringBuilder("""
                # The command line

                Made from the command's own help. `./substrate` at the root of the project builds what is missing and runs the command.
                """);
        describe(Main.commandLine(Shell.ofProcess()), "substrate", page);
        if (Boolean.getBoolean("substrate.docs.update")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE)
                .as(
                        "docs/cli.md is generated; write it anew with: ./mvnw -pl cli -am test"
                                + " -Dtest=CommandLinePageTest -Dsurefire.failIfNoSpecifiedTests=false -Dsubstrate.docs.update=true")
                .hasContent(page.toString());
    }

    private static void describe(CommandLine command, String name, StringBuilder page) {
        page.append("\n## ").append(name).append("\n\n```\n");
        page.append(command.getUsageMessage(Ansi.OFF).stripTrailing()).append("\n```\n");
        command.getSubcommands().forEach((verb, sub) -> describe(sub, name + " " + verb, page));
    }
}
