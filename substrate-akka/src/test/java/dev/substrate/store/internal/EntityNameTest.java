package dev.substrate.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityNameTest {

    @Test
    void theFirstBarEndsTheType() {
        assertThat(EntityName.parse("record|pkg:a|b|")).isEqualTo(new EntityName("record", "pkg:a|b|"));
        assertThat(EntityName.parse("record||")).isEqualTo(new EntityName("record", "|"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "record", "|", "|a", "record|"})
    void anotherPersistenceIdIsNotThatOfAShardedEntity(String persistenceId) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntityName.parse(persistenceId))
                .withMessageContaining("'" + persistenceId + "'");
    }
}
