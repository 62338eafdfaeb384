package dev.substrate.store.cassandra;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;

/**
 * How many replicas each kind of statement asks: so many that what was written is what is read next.
 *
 * @param plain for reads and writes
 * @param serial for the Paxos rounds of a lightweight transaction
 */
record Quorums(ConsistencyLevel plain, ConsistencyLevel serial) {

    static Quorums of(CassandraSettings.Quorum quorum) {
        return quorum == CassandraSettings.Quorum.QUORUM
                ? new Quorums(DefaultConsistencyLevel.QUORUM, DefaultConsistencyLevel.SERIAL)
                : new Quorums(DefaultConsistencyLevel.LOCAL_QUORUM, DefaultConsistencyLevel.LOCAL_SERIAL);
    }

    /** Returns a statement that reads, or that writes with a timestamp of its own: sent twice, it does the same. */
    SimpleStatement repeatable(String cql) {
        return SimpleStatement.newInstance(cql).setConsistencyLevel(plain).setIdempotent(true);
    }

    /** Returns a lightweight transaction. It is committed at the plain quorum, so that plain reads see it. */
    SimpleStatement transaction(String cql) {
        return SimpleStatement.newInstance(cql)
                .setConsistencyLevel(plain)
                .setSerialConsistencyLevel(serial)
                .setIdempotent(false);
    }
}
