package dev.substrate.service.internal.slot;

import dev.substrate.record.Scope;
import java.util.List;
import java.util.Set;

/**
 * What a service declares of its slots.
 *
 * @param scope how many tables there are
 * @param names the slots at first
 * @param excludes services that are not to be active on the same node
 */
public record SlotRule(Scope scope, List<String> names, Set<String> excludes) {

    /** Makes one. */
    public SlotRule {
        names = List.copyOf(names);
        excludes = Set.copyOf(excludes);
    }
}
