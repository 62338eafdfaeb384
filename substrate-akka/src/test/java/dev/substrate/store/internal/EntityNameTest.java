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

    @Test
    void anActorOutsideShardingIsTheOnlyOneOfItsType() {
        assertThat(EntityName.parse("books")).isEqualTo(new EntityName("unsharded/books", "books"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"record|pkg:a|b|", "record||", "books"})
    void aNameIsShownAsThePersistenceIdThatItWasReadFrom(String persistenceId) {
        assertThat(EntityName.parse(persistenceId)).hasToString(persistenceId);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "|", "|a", "record|", "unsharded/books|books"})
    void anythingElseIsRefused(String persistenceId) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntityName.parse(persistenceId))
                .withMessageContaining("'" + persistenceId + "'");
    }
}
