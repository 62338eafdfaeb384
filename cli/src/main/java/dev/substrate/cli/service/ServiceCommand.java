package dev.substrate.cli.service;

import picocli.CommandLine.Command;

/** {@code substrate service}: the verbs on services. */
@Command(
        name = "service",
        description = {
            "Shows where services are active, and why; changes that; and asks services.",
            "",
            "Nodes are named by their numbers or their ids."
        },
        footer = {
            "",
            "Examples:",
            "  substrate service list",
            "  substrate service why greeter 2",
            "  substrate service resize greeter 3",
            "  substrate service ask greeter anna '{\"greeting\":\"hello\"}'"
        })
public final class ServiceCommand {}
