package dev.substrate.testkit.network;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of one cluster's namespaces and devices. They hold the id of the process that made them, so that what a killed
 * one has left behind can be told from what is in use.
 *
 * @param prefix what all names of the cluster begin with, short enough for a device
 */
record NamespaceNames(String prefix) {

    private static final Pattern OURS = Pattern.compile("ck(\\d+)-\\d+-(switch|n\\d+)");
    private static final AtomicInteger NEXT = new AtomicInteger();

    static NamespaceNames next() {
        return new NamespaceNames("ck" + ProcessHandle.current().pid() + "-" + NEXT.incrementAndGet());
    }

    /** Returns which of some namespaces were made by processes that are gone. */
    static List<String> abandoned(List<String> namespaces) {
        return namespaces.stream()
                .filter(name -> {
                    Matcher ours = OURS.matcher(name);
                    return ours.matches()
                            && ProcessHandle.of(Long.parseLong(ours.group(1))).isEmpty();
                })
                .toList();
    }

    /** The namespace of what connects the others. */
    String switchboard() {
        return prefix + "-switch";
    }

    String node(int number) {
        return prefix + "-n" + number;
    }

    /** The device by which this process reaches the nodes. */
    String gatewayDevice() {
        return prefix;
    }
}
