package dev.substrate.cli.store;

import picocli.CommandLine.Command;

/** {@code substrate store}: the verbs on the whole store. */
@Command(
        name = "store",
        description = {
            "Backs up and moves all records of a cluster, with their versions and headers.",
            "",
            "An export is a folder of compressed part files with checksums, and a manifest. Each verb can be ended at any "
                    + "moment, by Ctrl-C or a power cut, and goes on where it was when the same command is given again."
        },
        footer = {
            "",
            "Examples:",
            "  substrate store export /backup/monday",
            "  substrate store verify /backup/monday",
            "  substrate store import /backup/monday --url http://10.0.0.7:8551"
        })
public final class StoreCommand {}
