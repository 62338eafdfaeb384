package dev.substrate.store.sqlite;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
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
        return connection.prepareStatement("SELECT epoch FROM shard_epoch WHERE entity_type=? AND shard=?");
    }

    @Override
    void answer(PreparedStatement readEpoch, List<Question> questions) throws SQLException {
        Map<ShardKey, Long> current = new HashMap<>();
        for (Question question : questions) {
            Long epoch = current.get(question.shard());
            if (epoch == null) {
                epoch = WriterSession.epoch(readEpoch, question.shard());
                current.put(question.shard(), epoch);
            }
        }
        for (Question question : questions) {
            question.answer().complete(question.epoch() >= 1 && current.get(question.shard()) == question.epoch());
        }
    }

    @Override
    void fail(Question question, StoreException failure) {
        question.answer().completeExceptionally(failure);
    }
}
