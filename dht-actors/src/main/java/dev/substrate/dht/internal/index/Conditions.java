package dev.substrate.dht.internal.index;

import dev.substrate.record.FieldCondition;
import dev.substrate.record.FieldValue;
import java.util.List;

/** Checks conditions on the text of an entity. Safe for use by several threads. */
final class Conditions {

    private final List<FieldCondition> conditions;
    private final FieldReader reader;

    Conditions(List<FieldCondition> conditions) {
        this.conditions = conditions;
        this.reader =
                new FieldReader(conditions.stream().map(FieldCondition::field).toList());
    }

    /** Returns whether all of them are met. */
    boolean areMet(String entity) {
        List<List<FieldValue>> values = reader.read(entity);
        for (int i = 0; i < conditions.size(); i++) {
            if (values.get(i).stream().noneMatch(conditions.get(i).test()::passes)) {
                return false;
            }
        }
        return true;
    }

    /** Writes a condition so that {@link #read} reads it; it travels as the text that people write, each end of a range for itself. */
    static List<String> write(FieldCondition condition) {
        if (condition.test() instanceof FieldCondition.Range range && range.from() != null && range.to() != null) {
            return List.of(
                    new FieldCondition(
                                    condition.field(),
                                    new FieldCondition.Range(range.from(), range.above(), null, false))
                            .toString(),
                    new FieldCondition(
                                    condition.field(), new FieldCondition.Range(null, false, range.to(), range.below()))
                            .toString());
        }
        return List.of(condition.toString());
    }

    /** Reads what {@link #write} wrote. */
    static FieldCondition read(List<String> written) {
        FieldCondition first = FieldCondition.parse(written.get(0));
        return written.size() == 1
                ? first
                : first.and(FieldCondition.parse(written.get(1))).orElseThrow();
    }
}
