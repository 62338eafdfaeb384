package com.example.registers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** A file for each register, in a folder that all nodes share. Whoever writes last wins. */
public final class FileStore implements RegisterStore {

    private final Path folder;

    /** Keeps the files in a folder. */
    public FileStore(Path folder) {
        this.folder = folder;
    }

    @Override
    public Optional<String> read(String register) throws IOException {
        Path file = folder.resolve(register);
        return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    }

    @Override
    public void write(String register, String value) throws IOException {
        Files.createDirectories(folder);
        Path written = Files.createTempFile(folder, register, ".new");
        Files.writeString(written, value);
        Files.move(written, folder.resolve(register), StandardCopyOption.ATOMIC_MOVE);
    }
}
