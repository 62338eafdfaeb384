package dev.substrate.cli.topic;

import picocli.CommandLine.Command;

/** {@code substrate topic}: the verbs on topics. */
@Command(
        name = "topic",
        description = {
            "Shows and offers things to the services that subscribe to a topic.",
            "",
            "Topics of one name in different places are different topics: see --place."
        },
        footer = {
            "",
            "Examples:",
            "  substrate topic list",
            "  substrate topic publish readings '{\"celsius\":21}'",
            "  substrate topic anycast work '{\"units\":3}'",
            "  substrate topic tail readings"
        })
public final class TopicCommand {}
