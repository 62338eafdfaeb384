package dev.substrate.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpochLeaseTest {

    @Test
    void aLeaseIsNamedAfterItsShard() {
        assertThat(EpochLease.shardOf("substrate-shard-record-12", "substrate")).isEqualTo(new ShardKey("record", 12));
    }

    @Test
    void dashesInTheNamesOfSystemAndTypeStayWhereTheyAre() {
        assertThat(EpochLease.shardOf("my-shard-shard-task-queue-shard-0", "my-shard"))
                .isEqualTo(new ShardKey("task-queue-shard", 0));
    }

    @Test
    void theNumberOfAShardMayBeNegative() {
        assertThat(EpochLease.shardOf("substrate-shard-record--48", "substrate"))
                .isEqualTo(ShardKey.of("record", "polygenelubricants", 100));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "substrate",
                "substrate-shard-",
                "substrate-shard-12",
                "substrate-shard-record-",
                "substrate-shard-record-x",
                "substrate-shard--48",
                "other-shard-record-12",
                "substrate-singleton-record-12",
                "substrate-shard-record-99999999999"
            })
    void otherNamesAreNotThoseOfShards(String leaseName) {
        assertThatIllegalArgumentException().isThrownBy(() -> EpochLease.shardOf(leaseName, "substrate"));
    }
}
