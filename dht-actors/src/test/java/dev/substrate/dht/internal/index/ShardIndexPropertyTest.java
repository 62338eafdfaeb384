package dev.substrate.dht.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.record.FieldCondition;
import dev.substrate.record.FieldCondition.Range;
import dev.substrate.record.FieldValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** What an index finds, against looking at all records. */
class ShardIndexPropertyTest {

    private static final List<String> FIELDS = List.of("/a", "/b/c");
    private static final int VALUES_MAX = 3;
    private static final long DOUBT_NANOS = 10;

    /**
     * A write of a record.
     *
     * @param entity null for a deletion
     * @param lost whether it comes to nothing after it was seen
     */
    record Write(int record, @Nullable String entity, boolean seen, boolean lost) {}

    @Property(tries = 1500)
    void findsEveryRecordThatMatchesAndOnASettledStoreHardlyAnother(
            @ForAll("writes") List<Write> writes, @ForAll("conditions") FieldCondition condition) {
        ShardIndex index = new ShardIndex(FIELDS);
        Map<String, String> records = new TreeMap<>();
        Map<String, Long> versions = new HashMap<>();
        for (Write write : writes) {
            String id = "t:" + write.record();
            set(records, id, write.entity());
            index.seen(id, versions.merge(id, 1L, Long::sum), contents(write.entity()));
        }
        List<String> found = all(index, condition, 0);
        assertThat(found).doesNotHaveDuplicates().isSorted().containsAll(matching(records, condition));
        assertThat(found)
                .as("what is too much is the ends of ranges, texts that were cut, and records with too many values")
                .allMatch(id -> records.containsKey(id));
    }

    @Property(tries = 1500)
    void findsWhatCountsWhateverComesToNothing(
            @ForAll("writes") List<Write> writes, @ForAll("conditions") FieldCondition condition) {
        ShardIndex index = new ShardIndex(FIELDS);
        Map<String, String> records = new TreeMap<>();
        Map<String, Long> versions = new HashMap<>();
        long now = 0;
        for (Write write : writes) {
            String id = "t:" + write.record();
            long version = versions.getOrDefault(id, 0L) + 1;
            if (write.seen()) {
                index.seenUnsettled(id, version, contents(write.entity()), now + DOUBT_NANOS);
            }
            if (!write.lost()) {
                set(records, id, write.entity());
                versions.put(id, version);
                // What counts is seen, unless what was seen in its place is newer.
                if (!write.seen()) {
                    index.seenUnsettled(id, version, contents(write.entity()), now + DOUBT_NANOS);
                }
            }
            assertThat(all(index, condition, now)).containsAll(matching(records, condition));
        }
    }

    @Property(tries = 200)
    void aRecordOfWhichVersionsWereNotSeenIsFoundWhileItIsInDoubt(
            @ForAll("writes") List<Write> writes, @ForAll("conditions") FieldCondition condition) {
        ShardIndex index = new ShardIndex(FIELDS);
        for (Write write : writes) {
            index.seenUnsettled("t:" + write.record(), 7, contents(write.entity()), DOUBT_NANOS);
        }
        assertThat(all(index, condition, DOUBT_NANOS - 1))
                .containsAll(writes.stream().map(write -> "t:" + write.record()).toList());
    }

    @Property(tries = 200)
    void pagesWhileRecordsChangeHoldEachRecordThatMatchesAllTheWhileExactlyOnce(
            @ForAll("writes") List<Write> before,
            @ForAll("writes") List<Write> meanwhile,
            @ForAll("conditions") FieldCondition condition) {
        ShardIndex index = new ShardIndex(FIELDS);
        Map<String, String> records = new TreeMap<>();
        before.forEach(write -> apply(index, records, write));
        TreeSet<String> allTheWhile = new TreeSet<>(matching(records, condition));
        List<String> met = new ArrayList<>();
        String after = "";
        boolean more = true;
        while (more) {
            ShardIndex.Candidates page = index.find(condition, "t:", after, 2, 0);
            Conditions conditions = new Conditions(List.of(condition));
            page.ids().stream()
                    .filter(id -> records.containsKey(id) && conditions.areMet(records.get(id)))
                    .forEach(met::add);
            after = page.ids().isEmpty() ? after : page.ids().get(page.ids().size() - 1);
            more = page.more();
            for (int i = 0; i < 3 && !meanwhile.isEmpty(); i++) {
                apply(index, records, meanwhile.get(0));
                meanwhile = meanwhile.subList(1, meanwhile.size());
                allTheWhile.retainAll(matching(records, condition));
            }
        }
        assertThat(met).doesNotHaveDuplicates().containsAll(allTheWhile);
    }

    private static void apply(ShardIndex index, Map<String, String> records, Write write) {
        String id = "t:" + write.record();
        set(records, id, write.entity());
        index.seen(id, 1, contents(write.entity()));
    }

    private static void set(Map<String, String> records, String id, @Nullable String entity) {
        if (entity == null) {
            records.remove(id);
        } else {
            records.put(id, entity);
        }
    }

    private static List<String> all(ShardIndex index, FieldCondition condition, long now) {
        return index.find(condition, "t:", "", 1000, now).ids();
    }

    private static List<String> matching(Map<String, String> records, FieldCondition condition) {
        Conditions conditions = new Conditions(List.of(condition));
        return records.entrySet().stream()
                .filter(record -> conditions.areMet(record.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Contents contents(@Nullable String entity) {
        return entity == null ? Contents.NONE : Contents.of(new FieldReader(FIELDS).read(entity), VALUES_MAX);
    }

    @Provide
    Arbitrary<List<Write>> writes() {
        Arbitrary<String> a = scalars().map(Object::toString);
        Arbitrary<String> list =
                scalars().map(Object::toString).list().ofMaxSize(4).map(Object::toString);
        Arbitrary<String> value = Arbitraries.oneOf(a, list, Arbitraries.of("null", "{}", "[[1]]"));
        Arbitrary<String> entity = Combinators.combine(value, value)
                .as((one, two) -> "{\"x\":{\"a\":1},\"a\":" + one + ",\"b\":{\"c\":" + two + "}}");
        return Combinators.combine(
                        Arbitraries.integers().between(0, 9),
                        entity.injectNull(0.2),
                        Arbitraries.of(true, true, false),
                        Arbitraries.of(true, false, false))
                .as(Write::new)
                .list()
                .ofMaxSize(30);
    }

    @Provide
    Arbitrary<FieldCondition> conditions() {
        Arbitrary<FieldCondition.Test> range = Combinators.combine(
                        scalars().injectNull(0.3),
                        Arbitraries.of(true, false),
                        scalars().injectNull(0.3),
                        Arbitraries.of(true, false))
                .as((from, above, to, below) ->
                        new Range(from, above, from == null || to == null || from.isLike(to) ? to : from, below));
        Arbitrary<FieldCondition.Test> equal = scalars().map(one -> new Range(one, false, one, false));
        Arbitrary<FieldCondition.Test> prefix = texts().map(FieldCondition.Prefix::new);
        return Combinators.combine(Arbitraries.of(FIELDS), Arbitraries.oneOf(range, equal, prefix))
                .as(FieldCondition::new);
    }

    private static Arbitrary<FieldValue> scalars() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(-3, 3).map(FieldValue::of),
                Arbitraries.of("1.0", "1e1", "-2.50", "10")
                        .map(text -> FieldValue.number(text).orElseThrow()),
                Arbitraries.of(true, false).map(FieldValue::of),
                texts().map(FieldValue::of),
                texts().map(FieldValue::of));
    }

    private static Arbitrary<String> texts() {
        String longText = "long".repeat(20);
        return Arbitraries.of("", "a", "ab", "b", "\uFFFD", "\uD83D\uDE00", longText, longText + "1", longText + "2");
    }
}
