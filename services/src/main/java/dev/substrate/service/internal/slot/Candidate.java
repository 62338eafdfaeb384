package dev.substrate.service.internal.slot;

import dev.substrate.ring.RingMember;
import java.util.Map;

/**
 * A node that can be reached, stays, and may be granted slots.
 *
 * @param member the node
 * @param carries the services with slots that it carries, by name
 */
public record Candidate(RingMember member, Map<String, SlotRule> carries) {

    /** Makes one. */
    public Candidate {
        carries = Map.copyOf(carries);
    }

    /** Says whether the node may hold a slot of a table, as far as place and declaration go. */
    public boolean suits(PlacedTable.TableId table) {
        SlotRule rule = carries.get(table.service());
        return rule != null && rule.scope() == table.place().scope() && table.reaches(member.node());
    }
}
