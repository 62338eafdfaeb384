package com.example.registers;

import java.io.IOException;
import java.util.Optional;

/** Keeps the values of registers, for all nodes. */
public interface RegisterStore {

    /** Reads a value; empty if none was written. */
    Optional<String> read(String register) throws IOException;

    /** Writes a value. */
    void write(String register, String value) throws IOException;
}
