package dev.substrate.record;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the records of a type whose fields meet conditions. Start from {@link #of}.
 *
 * @param type the type of the records
 * @param place where their names hold; null for the place of the type's scope in which the node is that is asked
 * @param conditions all of them must be met. The first whose field is indexed finds the records, the others are checked on what it finds
 * @param idPrefix how their ids begin
 * @param limit how many records a page has at most
 * @param cursor {@link QueryPage#cursor} of the page before; null for the first page
 * @param maxStaleness how old what the index knows may be; null for a page that sees every write that was acknowledged before it was asked
 *     for. In any case what a page shows was read for it
 * @param deadline how long a page may take; null for the setting {@code substrate.record.query-deadline}
 * @param <T> the entity class
 */
public record Query<T>(
        RecordType<T> type,
        @Nullable Place place,
        List<FieldCondition> conditions,
        String idPrefix,
        int limit,
        @Nullable String cursor,
        @Nullable Duration maxStaleness,
        @Nullable Duration deadline) {

    /** The most records that a page can hold. */
    public static final int LIMIT_MAX = 1000;

    /** How many records a page has at most if nothing else is said. */
    public static final int LIMIT_DEFAULT = 100;

    /** The most conditions. */
    public static final int CONDITIONS_MAX = 16;

    /** @throws InvalidQueryException if there is no condition or there are too many, or a number is out of bounds */
    public Query {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(idPrefix, "idPrefix");
        conditions = joined(conditions);
        if (conditions.isEmpty() || conditions.size() > CONDITIONS_MAX) {
            throw new InvalidQueryException("A query has 1 to " + CONDITIONS_MAX + " conditions");
        }
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new InvalidQueryException("The limit of a query is a number from 1 to " + LIMIT_MAX);
        }
        if (maxStaleness != null && maxStaleness.isNegative()) {
            throw new InvalidQueryException("A staleness is no less than nothing");
        }
        if (deadline != null && (deadline.isNegative() || deadline.isZero())) {
            throw new InvalidQueryException("A deadline is a positive duration, not " + deadline);
        }
    }

    /** Asks for the records of a type that meet conditions; two ends of a range of one field are met by one value. */
    public static <T> Query<T> of(RecordType<T> type, FieldCondition... conditions) {
        return new Query<>(type, null, List.of(conditions), "", LIMIT_DEFAULT, null, null, null);
    }

    /** Returns this query for a place. */
    public Query<T> in(Place other) {
        return new Query<>(type, other, conditions, idPrefix, limit, cursor, maxStaleness, deadline);
    }

    /** Returns this query for records whose ids begin alike. */
    public Query<T> idPrefix(String other) {
        return new Query<>(type, place, conditions, other, limit, cursor, maxStaleness, deadline);
    }

    /** Returns this query with another limit for a page. */
    public Query<T> limit(int other) {
        return new Query<>(type, place, conditions, idPrefix, other, cursor, maxStaleness, deadline);
    }

    /** Returns this query for the page behind another one; null for the first. */
    public Query<T> cursor(@Nullable String other) {
        return new Query<>(type, place, conditions, idPrefix, limit, other, maxStaleness, deadline);
    }

    /** Returns this query, to be answered from what the index knew at most so long ago. */
    public Query<T> maxStaleness(Duration other) {
        return new Query<>(type, place, conditions, idPrefix, limit, cursor, other, deadline);
    }

    /** Returns this query with another deadline for a page. */
    public Query<T> deadline(Duration other) {
        return new Query<>(type, place, conditions, idPrefix, limit, cursor, maxStaleness, other);
    }

    /** Makes one condition of those that are two ends of one range. */
    private static List<FieldCondition> joined(List<FieldCondition> conditions) {
        List<FieldCondition> joined = new ArrayList<>();
        for (FieldCondition next : conditions) {
            int i = 0;
            Optional<FieldCondition> both = Optional.empty();
            while (i < joined.size() && both.isEmpty()) {
                both = joined.get(i++).and(next);
            }
            if (both.isPresent()) {
                joined.set(i - 1, both.get());
            } else {
                joined.add(next);
            }
        }
        return List.copyOf(joined);
    }
}
