package dev.substrate.benchmark.result;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The state of the sources that was measured.
 *
 * @param id the commit; "unknown" outside a repository
 * @param changed whether sources differ from it
 */
public record Commit(String id, boolean changed) {

    /** Looks at the repository that a folder is in. */
    public static Commit look(Path folder) {
        String id = git(folder, "rev-parse", "--short=12", "HEAD");
        return id.isEmpty()
                ? new Commit("unknown", false)
                : new Commit(
                        id,
                        !git(folder, "status", "--porcelain", "--", "*.java", "*.conf")
                                .isEmpty());
    }

    private static String git(Path folder, String... arguments) {
        String[] command = new String[arguments.length + 3];
        command[0] = "git";
        command[1] = "-C";
        command[2] = folder.toString();
        System.arraycopy(arguments, 0, command, 3, arguments.length);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? output.strip() : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
