package dev.substrate.dht.internal.index;

import dev.substrate.fence.ShardKey;
import dev.substrate.record.InvalidNameException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Where a page of a query ends: records are in the order of their shards, and in a shard in that of their ids. A record keeps its
 * place whatever becomes of its fields, so whoever goes on from here neither passes over a record nor meets one again.
 *
 * @param shard the shard
 * @param id the last id that was looked at; empty for none of the shard
 */
record QueryCursor(int shard, String id) {

    /** Returns it as callers see it. */
    String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((shard + " " + id).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads what {@link #text} makes.
     *
     * @param prefix how the ids of the query begin
     * @param shards all there are
     * @throws InvalidNameException if it is no cursor of such a query
     */
    static QueryCursor parse(String text, String prefix, List<ShardKey> shards) {
        String read;
        try {
            read = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new InvalidNameException("This is not a cursor of a query: it is not in base 64");
        }
        int space = read.indexOf(' ');
        for (ShardKey shard : shards) {
            if (space > 0 && read.substring(0, space).equals(Integer.toString(shard.shard()))) {
                String id = read.substring(space + 1);
                if (id.isEmpty() || (id.startsWith(prefix) && shard.equals(shardOf(shard, id, shards)))) {
                    return new QueryCursor(shard.shard(), id);
                }
            }
        }
        throw new InvalidNameException("This cursor is not of a query of '" + prefix + "…'");
    }

    private static ShardKey shardOf(ShardKey like, String id, List<ShardKey> shards) {
        // There is one shard more than the number says if there is one below 0.
        int number = (int) shards.stream().filter(shard -> shard.shard() >= 0).count();
        return ShardKey.of(like.entityType(), id, number);
    }
}
