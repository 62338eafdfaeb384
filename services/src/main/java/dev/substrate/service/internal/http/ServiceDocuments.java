package dev.substrate.service.internal.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.substrate.ring.RingMember;
import dev.substrate.service.internal.host.HostStatus;
import dev.substrate.service.internal.host.Insight;
import dev.substrate.service.internal.host.ServiceDesk.Carried;
import dev.substrate.service.internal.host.Why;
import dev.substrate.service.internal.slot.PlacedTable;
import dev.substrate.service.internal.slot.Slot;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Services as JSON. */
final class ServiceDocuments {

    private final ObjectMapper json = new ObjectMapper();

    ObjectNode list(Insight insight) {
        ObjectNode document = json.createObjectNode();
        ArrayNode services = document.putArray("services");
        for (String name : insight.services()) {
            ObjectNode service = services.addObject().put("service", name);
            insight.declaration(name).ifPresent(carried -> activation(carried, service));
            ArrayNode active = service.putArray("active");
            ArrayNode nodes = service.putArray("nodes");
            for (RingMember member : byNumber(insight)) {
                insight.carried(member, name).ifPresent(carried -> {
                    nodes.add(member.number());
                    if (carried.status().state() == HostStatus.State.ACTIVE) {
                        active.add(member.number());
                    }
                });
            }
            int slots = 0;
            int held = 0;
            for (PlacedTable table : insight.tablesOf(name)) {
                slots += table.table().names().size();
                held += table.table().held().size();
            }
            if (slots + held > 0) {
                service.put("slots", slots).put("held", held);
            }
        }
        return document;
    }

    private static List<RingMember> byNumber(Insight insight) {
        return insight.seen().ring().members().stream()
                .sorted(Comparator.comparingInt(RingMember::number).thenComparing(RingMember::node))
                .toList();
    }

    ObjectNode describe(String name, Insight insight) {
        ObjectNode document = json.createObjectNode().put("service", name);
        insight.declaration(name).ifPresent(carried -> activation(carried, document));
        ArrayNode places = document.putArray("places");
        for (PlacedTable table : insight.tablesOf(name)) {
            ObjectNode place =
                    places.addObject().put("place", table.place().toString()).put("version", table.version());
            table.table().slots().forEach(slot -> slot(slot, place.withArray("/slots")));
            table.table().barred().forEach(place.putArray("barred")::add);
        }
        ArrayNode nodes = document.putArray("nodes");
        for (RingMember member : byNumber(insight)) {
            ObjectNode node = nodes.addObject().put("node", member.node().hex()).put("number", member.number());
            Carried carried = insight.carried(member, name).orElse(null);
            if (carried != null) {
                status(carried.status(), node);
            } else {
                node.put("state", insight.report(member).isEmpty() ? "unknown" : "not-carried");
            }
        }
        return document;
    }

    ObjectNode why(String name, RingMember member, Insight insight) {
        Why why = Why.of(name, member, insight);
        ObjectNode document = json.createObjectNode()
                .put("service", name)
                .put("node", member.node().hex())
                .put("number", member.number())
                .put("state", why.state())
                .put("cause", why.cause());
        why.sentences().forEach(document.putArray("why")::add);
        return document;
    }

    ObjectNode changed(PlacedTable.TableId table, boolean changed, long version) {
        ObjectNode document = json.createObjectNode()
                .put("service", table.service())
                .put("place", table.place().toString())
                .put("changed", changed);
        if (changed) {
            document.put("version", version);
        }
        return document;
    }

    private static void activation(Carried carried, ObjectNode into) {
        var rule = carried.slots();
        if (rule != null) {
            into.put("activation", "slots").put("scope", rule.scope().name().toLowerCase(Locale.ROOT));
            rule.excludes().stream().sorted().forEach(into.putArray("excludes")::add);
        } else if (carried.points() > 0) {
            into.put("activation", "supernode").put("points", carried.points());
        } else {
            into.put("activation", "always");
        }
    }

    private static void slot(Slot slot, ArrayNode into) {
        ObjectNode node = into.addObject()
                .put("slot", slot.name())
                .put("token", slot.token())
                .put("state", slot.holder() == null ? "free" : slot.wanted() == null ? "held" : "wanted-back");
        if (slot.holder() != null) {
            node.put("node", slot.holder().node()).put("number", slot.holder().number());
        }
        if (slot.wanted() != null) {
            node.put("wanted", word(slot.wanted()));
        }
        if (slot.closing()) {
            node.put("closing", true);
        }
    }

    private static void status(HostStatus status, ObjectNode into) {
        into.put("state", word(status.state()));
        if (status.slot() != null) {
            into.put("slot", status.slot()).put("token", status.token());
        }
        if (status.reason() != null) {
            into.put("reason", word(status.reason()));
        }
        if (status.failures() > 0) {
            into.put("failures", status.failures()).put("lastFailure", status.lastFailure());
        }
        if (status.unreadable() != null) {
            into.put("unreadable", status.unreadable());
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
