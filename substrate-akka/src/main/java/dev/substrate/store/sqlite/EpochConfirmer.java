package dev.substrate.store.sqlite;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Answers everybody who waits for the confirmation of an epoch, with one look at the store that begins after they asked. */
final class EpochConfirmer extends QueryThread<Question, EpochQueries> {

    private final Questions waiting;
    private final List<ShardKey> shards = new ArrayList<>();

    EpochConfirmer(SqliteSettings settings, Questions waiting) {
        super("substrate-sqlite-confirmer", settings);
        this.waiting = waiting;
    }

    @Override
    void take(List<Question> taken) throws InterruptedException {
        waiting.take(taken);
    }

    @Override
    void takeLast(List<Question> taken) {
        waiting.close(taken);
    }

    @Override
    EpochQueries prepare(Connection connection) throws SQLException {
        return new EpochQueries(connection);
    }

    @Override
    void answer(EpochQueries epochs, List<Question> questions) throws SQLException {
        shards.clear();
        for (Question question : questions) {
            shards.add(question.shard());
        }
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
            question.completeExceptionally(e);
            return;
        }
        question.complete(held);
    }

    @Override
    void fail(Question question, StoreException failure) {
        question.completeExceptionally(failure);
    }
}
