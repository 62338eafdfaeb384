package dev.substrate.dht.internal.index;

import dev.substrate.fence.ShardKey;
import dev.substrate.record.FieldCondition;
import java.time.Duration;
import java.util.List;

/**
 * How a page of a query is found.
 *
 * @param type the type of the records
 * @param fields all its indexed fields
 * @param driver the condition by which the index is asked
 * @param conditions what must be true of what is read
 * @param prefix how the ids begin, place and type included
 * @param shards all of them, in order
 * @param from where to begin
 * @param limit how many records at most
 * @param maxStaleness how old what the index knows may be
 * @param deadline for all
 */
record QueryPlan(
        String type,
        List<String> fields,
        FieldCondition driver,
        List<FieldCondition> conditions,
        String prefix,
        List<ShardKey> shards,
        QueryCursor from,
        int limit,
        Duration maxStaleness,
        Duration deadline) {}
