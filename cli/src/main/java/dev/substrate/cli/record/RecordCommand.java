package dev.substrate.cli.record;

import picocli.CommandLine.Command;

/** {@code substrate record}: the verbs on records. */
@Command(
        name = "record",
        description = {
            "Reads and writes records: small versioned JSON documents, each named by a URI 'scheme:id'.",
            "",
            "The scheme is the type of the record; the id may hold any characters, slashes and spaces among them."
        },
        footer = {
            "",
            "Examples:",
            "  substrate record put pkg:left-pad '{\"stars\":1}'",
            "  substrate record get pkg:left-pad",
            "  substrate record scan --type pkg"
        })
public final class RecordCommand {}
