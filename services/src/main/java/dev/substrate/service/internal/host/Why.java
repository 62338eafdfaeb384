package dev.substrate.service.internal.host;

import dev.substrate.ring.RingMember;
import dev.substrate.service.PassivationReason;
import dev.substrate.service.internal.host.ServiceDesk.Carried;
import dev.substrate.service.internal.slot.PlacedTable;
import dev.substrate.service.internal.slot.Slot;
import dev.substrate.service.internal.slot.SlotRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why a service is active on a node, or is not.
 *
 * @param state {@code active}, {@code starting}, {@code stopping}, {@code passive}, {@code unknown}
 * @param cause what decides, as a word for programs
 * @param sentences the same for people, the decisive one first
 */
public record Why(String state, String cause, List<String> sentences) {

    /** Makes an answer. */
    public Why {
        sentences = List.copyOf(sentences);
    }

    /** Explains a service on a member. */
    public static Why of(String service, RingMember node, Insight insight) {
        String here = node.label();
        if (insight.report(node).isEmpty()) {
            return new Why(
                    "unknown",
                    "no-answer",
                    List.of(here + " does not answer, so how the service is there is not known."));
        }
        Optional<Carried> carried = insight.carried(node, service);
        if (carried.isEmpty()) {
            return new Why("passive", "not-carried", List.of(here + " does not carry the service."));
        }
        HostStatus status = carried.get().status();
        String state = status.state().name().toLowerCase(Locale.ROOT);
        SlotRule rule = carried.get().slots();
        List<String> more = new ArrayList<>();
        if (status.failures() > 0) {
            more.add("It failed " + status.failures() + (status.failures() == 1 ? " time" : " times")
                    + " in a row there, the last time because: " + status.lastFailure()
                    + (status.restMillis() > 0
                            ? ". It is left alone there for " + status.restMillis() + " ms more."
                            : "."));
        }
        if (status.unreadable() != null) {
            more.add(here + " cannot read or write the record of its slots: " + status.unreadable() + ".");
        }
        if (rule != null) {
            return withSlots(service, node, insight, rule, status, state, more);
        }
        return carried.get().points() > 0
                ? withPoints(service, node, insight, carried.get(), state, more)
                : always(here, status, state, more);
    }

    private static Why always(String here, HostStatus status, String state, List<String> more) {
        return status.state() == HostStatus.State.PASSIVE
                ? why(
                        state,
                        status.failures() > 0 ? "failed" : "leaving",
                        "It is to be active on every node that carries it, and is not on " + here + ".",
                        more)
                : why(state, "always", "It is active on every node that carries it.", more);
    }

    private static Why withPoints(
            String service, RingMember node, Insight insight, Carried carried, String state, List<String> more) {
        var nearest = insight.nearest(service, carried.points(), node.node());
        String who = nearest.stream().map(insight::label).collect(Collectors.joining(", "));
        return nearest.contains(node.node())
                ? why(
                        state,
                        carried.status().failures() > 0 && state.equals("passive") ? "failed" : "nearest",
                        node.label() + " is nearest to a point of the service.",
                        more)
                : why(
                        state,
                        "not-nearest",
                        node.label() + " is not nearest to a point of the service. Nearest in its zone: " + who + ".",
                        more);
    }

    private static Why withSlots(
            String service,
            RingMember node,
            Insight insight,
            SlotRule rule,
            HostStatus status,
            String state,
            List<String> more) {
        Optional<PlacedTable> found = insight.table(service, rule, node.node());
        if (found.isEmpty()) {
            return why(state, "unreadable", "The record of its slots is not there, or cannot be read now.", more);
        }
        PlacedTable table = found.get();
        if (insight.exclusions().concern(table) && insight.exclusions().waived(table)) {
            more.add("Its rules of exclusion are waived: it and the services that it is kept from need more slots than "
                    + "there are nodes for it.");
        }
        Optional<Slot> mine = table.table().heldBy(node.incarnation());
        if (mine.isPresent()) {
            PassivationReason wanted = mine.get().wanted();
            return why(
                    state,
                    wanted == null ? "holds-slot" : "wanted-back",
                    node.label() + " holds slot '" + mine.get().name() + "' under token "
                            + mine.get().token()
                            + (wanted == null ? "." : ", which is wanted back: " + words(wanted) + "."),
                    more);
        }
        if (table.table().bars(node.node())) {
            return why(state, "barred", "A person deactivated it on " + node.label() + ".", more);
        }
        if (insight.report(node).filter(ServiceDesk.Report::leaving).isPresent()) {
            return why(state, "leaving", node.label() + " leaves the cluster.", more);
        }
        String holders = table.table().held().stream().map(Insight::holder).collect(Collectors.joining(", "));
        if (table.table().open().isEmpty()) {
            return why(
                    state,
                    table.table().slots().isEmpty() ? "no-slots" : "all-slots-held",
                    table.table().slots().isEmpty()
                            ? "It has no slots in " + table.place() + "."
                            : "All of its slots in " + table.place() + " are held by others: " + holders + ".",
                    more);
        }
        List<String> keeping = insight.keepingAway(table, node.node());
        if (!keeping.isEmpty()) {
            return why(
                    state,
                    "excluded",
                    "It is kept from " + node.label() + ", where this is active: " + String.join(", ", keeping) + ".",
                    more);
        }
        Integer failures = table.table().failures().get(node.node().hex());
        return failures != null || status.failures() > 0
                ? why(state, "failed", "It failed on " + node.label() + ", and will be tried there again.", more)
                : why(state, "free-slot", "A slot is free, and will be granted soon.", more);
    }

    private static String words(PassivationReason reason) {
        return switch (reason) {
            case MOVED -> "it goes to another node, to spread services evenly or to keep services apart";
            case SLOT_REMOVED -> "it was removed";
            case DEACTIVATED -> "a person deactivated the service there";
            case START_FAILED -> "the service did not start";
            case NOT_NEAREST -> "another node is nearer";
            case NODE_LEAVES -> "the node leaves";
        };
    }

    private static Why why(String state, String cause, String first, List<String> more) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(more);
        return new Why(state, cause, all);
    }
}
