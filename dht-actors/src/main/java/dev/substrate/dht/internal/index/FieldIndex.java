package dev.substrate.dht.internal.index;

import dev.substrate.record.FieldCondition;
import dev.substrate.record.FieldCondition.Prefix;
import dev.substrate.record.FieldCondition.Range;
import dev.substrate.record.FieldValue;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The records of a shard by the values of one field. For one thread. */
final class FieldIndex {

    /** @param id empty for what is in front of all records with the value */
    private record Posting(FieldValue value, String id) {}

    private static final Comparator<Posting> ORDER =
            Comparator.comparing(Posting::value).thenComparing(Posting::id);

    /** One for each kind of values, since a condition is about values of one kind. */
    private final NavigableSet<Posting> flags = new TreeSet<>(ORDER);

    private final NavigableSet<Posting> numbers = new TreeSet<>(ORDER);
    private final NavigableSet<Posting> texts = new TreeSet<>(ORDER);

    int size() {
        return flags.size() + numbers.size() + texts.size();
    }

    void add(Collection<FieldValue> values, String id) {
        values.forEach(value -> of(value).add(new Posting(value, id)));
    }

    void remove(Collection<FieldValue> values, String id) {
        values.forEach(value -> of(value).remove(new Posting(value, id)));
    }

    /** Shows the ids of all records that may have a value that passes, some several times, and of some that have none. */
    void find(FieldCondition.Test test, Consumer<String> found) {
        if (test instanceof Prefix prefix) {
            String cut = Contents.cut(prefix.text());
            for (Posting posting : texts.tailSet(new Posting(FieldValue.of(cut), ""), true)) {
                if (!((FieldValue.Text) posting.value()).text().startsWith(cut)) {
                    return;
                }
                found.accept(posting.id());
            }
            return;
        }
        Range range = (Range) test;
        FieldValue end = range.from() == null ? range.to() : range.from();
        for (NavigableSet<Posting> kind : end == null ? List.of(flags, numbers, texts) : List.of(of(end))) {
            find(kind, range, found);
        }
    }

    /** Both ends count as if they belonged to the range: of texts that were cut it is not known. */
    private static void find(NavigableSet<Posting> kind, Range range, Consumer<String> found) {
        FieldValue from = range.from();
        FieldValue to = range.to() == null ? null : Contents.cut(range.to());
        NavigableSet<Posting> behind = from == null ? kind : kind.tailSet(new Posting(Contents.cut(from), ""), true);
        for (Posting posting : behind) {
            if (to != null && posting.value().compareTo(to) > 0) {
                return;
            }
            found.accept(posting.id());
        }
    }

    private NavigableSet<Posting> of(FieldValue value) {
        return value instanceof FieldValue.Flag ? flags : value instanceof FieldValue.Decimal ? numbers : texts;
    }
}
