package dev.substrate.store.sqlite;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Answers everybody who waits for the confirmation of an epoch, with one look at the store. */
final class EpochConfirmer extends QueryThread<EpochConfirmer.Question, EpochQueries> {

    record Question(ShardKey shard, long epoch, CompletableFuture<Boolean> answer) {}

    EpochConfirmer(SqliteSettings settings, BlockingQueue<Question> waiting) {
        super("substrate-sqlite-confirmer", settings, waiting, true);
    }

    @Override
    EpochQueries prepare(Connection connection) throws SQLException {
        return new EpochQueries(connection);
    }

    @Override
    void answer(EpochQueries epochs, List<Question> questions) throws SQLException {
        Set<ShardKey> shards = questions.stream().map(Question::shard).collect(Collectors.toSet());
        epochs.look(shards);
        for (Question question : questions) {
            answer(epochs, question);
        }
    }

    private static void answer(EpochQueries epochs, Question question) {
        boolean held;
        try {
            held = question.epoch() >= 1 && epochs.epoch(question.shard()) == question.epoch();
        } catch (StoreException e) {
            question.answer().completeExceptionally(e);
            return;
        }
        question.answer().complete(held);
    }

    @Override
    void fail(Question question, StoreException failure) {
        question.answer().completeExceptionally(failure);
    }
}
