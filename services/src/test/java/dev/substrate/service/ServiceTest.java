package dev.substrate.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.typed.javadsl.Behaviors;
import dev.substrate.message.Topic;
import dev.substrate.record.Json;
import dev.substrate.record.Scope;
import org.junit.jupiter.api.Test;

class ServiceTest {

    private static final Topic<Json> TOPIC = Topic.of("news", Json.class);

    private final Service.Builder<Object> service = Service.named("desk", Object.class, context -> Behaviors.empty());

    @Test
    void aServiceMayListenToATopicAndTakeItsOffers() {
        Service<Object> both = service.onOffered(TOPIC, offer -> offer)
                .onPublished(TOPIC, notice -> notice)
                .build();
        assertThat(both.subscriptions()).hasSize(1);
        assertThat(both.subscription(TOPIC)).hasValueSatisfying(subscription -> {
            assertThat(subscription.notices()).isNotNull();
            assertThat(subscription.offers()).isNotNull();
        });
    }

    @Test
    void itDoesNeitherTwice() {
        service.onPublished(TOPIC, notice -> notice);
        assertThatThrownBy(() -> service.onPublished(TOPIC, notice -> notice))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'news'");
    }

    @Test
    void itKnowsATopicByOneClassOnly() {
        service.onPublished(TOPIC, notice -> notice);
        assertThatThrownBy(() -> service.onOffered(Topic.of("news", String.class), offer -> offer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(Json.class.getName());
        assertThat(service.onOffered(Topic.of("news", String.class).scope(Scope.ZONE), offer -> offer)
                        .build()
                        .subscriptions())
                .as("a topic of another scope is another topic")
                .hasSize(2);
    }
}
