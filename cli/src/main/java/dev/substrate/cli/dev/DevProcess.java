package dev.substrate.cli.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** Something of a local cluster that has a process of its own, and a keeper that watches over it. */
sealed interface DevProcess permits DevNode, DevCassandra {

    /** Returns its own directory, absolute and without symbolic links. */
    Path dir();

    /** Returns what people call it. */
    String name();

    /** Returns what names it on the command line. */
    String argument();

    /** Returns how its files are called. */
    String fileName();

    /** Returns whether a command line is that of its process or of its keeper. */
    boolean ownsCommand(List<String> commandLine);

    default Path logFile() {
        return dir().resolve(fileName() + ".log");
    }

    /** Written by the process itself as soon as it starts, or by its keeper. */
    default Path pidFile() {
        return dir().resolve(fileName() + ".pid");
    }

    /** Written by the keeper, see {@link Keeper}. */
    default Path keeperPidFile() {
        return dir().resolve("keeper.pid");
    }

    /** Why the process ended: written by itself when it ends in order, by its keeper otherwise. */
    default Path exitFile() {
        return dir().resolve(fileName() + ".exit");
    }

    /** Why the run before this one ended, when the keeper has started the process again. */
    default Path previousExitFile() {
        return dir().resolve(fileName() + ".exit.previous");
    }

    static OptionalLong readPid(Path file) {
        try {
            return OptionalLong.of(Long.parseLong(Files.readString(file).strip()));
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
