package dev.substrate.store.sqlite;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;

/** Answers everybody who waits for the confirmation of an epoch, with one look at each shard that they ask for. */
final class EpochConfirmer extends QueryThread<EpochConfirmer.Question, PreparedStatement> {

    record Question(ShardKey shard, long epoch, CompletableFuture<Boolean> answer) {}

    EpochConfirmer(SqliteSettings settings, BlockingQueue<Question> waiting) {
        super("substrate-sqlite-confirmer", settings, waiting, true);
    }

    @Override
    PreparedStatement prepare(Connection connection) throws SQLException {
        return connection.prepareStatement(
                "SELECT entity_type,shard,epoch FROM shard_epoch WHERE entity_type=? AND shard=?");
    }

    @Override
    void answer(PreparedStatement readEpoch, List<Question> questions) throws SQLException {
        Map<ShardKey, List<Question>> byShard = new LinkedHashMap<>();
        for (Question question : questions) {
            byShard.computeIfAbsent(question.shard(), shard -> new ArrayList<>())
                    .add(question);
        }
        for (Map.Entry<ShardKey, List<Question>> asked : byShard.entrySet()) {
            long current;
            try {
                current = Fences.epoch(readEpoch, asked.getKey());
            } catch (StoreException e) {
                asked.getValue().forEach(question -> fail(question, e));
                continue;
            }
            for (Question question : asked.getValue()) {
                question.answer().complete(question.epoch() >= 1 && current == question.epoch());
            }
        }
    }

    @Override
    void fail(Question question, StoreException failure) {
        question.answer().completeExceptionally(failure);
    }
}
