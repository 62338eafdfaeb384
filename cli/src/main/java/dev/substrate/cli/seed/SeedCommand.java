package dev.substrate.cli.seed;

import picocli.CommandLine.Command;

/** {@code substrate seed}: the verbs on seed files. */
@Command(
        name = "seed",
        description = {
            "Brings records into being that services expect, from a file.",
            "",
            "Each line of the file is one record: {\"uri\":\"scheme:id\",\"entity\":{...}}, and perhaps \"scope\" (as "
                    + "--scope of the record verbs) and \"mode\": \"absent\", which is the default, leaves a record that is "
                    + "there as it is; \"merge\" merges the entity into it, as a JSON merge patch (RFC 7396). A file has at "
                    + "most 100,000 records and 64 MiB, each line at most 1 MiB."
        },
        footer = {"", "Examples:", "  substrate seed plan seeds.jsonl", "  substrate seed apply seeds.jsonl --yes"})
public final class SeedCommand {}
