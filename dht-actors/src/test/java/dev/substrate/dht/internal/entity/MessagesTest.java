package dev.substrate.dht.internal.entity;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializers;
import com.typesafe.config.ConfigFactory;
import dev.substrate.dht.internal.rule.WriteRequest;
import dev.substrate.dht.internal.rule.WriteRequest.Condition;
import dev.substrate.dht.internal.rule.WriteRequest.Content;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What travels between nodes arrives as it was sent. */
class MessagesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123Z");
    private static final ActorTestKit KIT = ActorTestKit.create(ConfigFactory.parseString("""
            akka.actor.provider = cluster
            akka.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
            akka.actor.serialization-bindings."dev.substrate.node.CborMessage" = jackson-cbor
            """));

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    static Stream<Operation> operations() {
        return Stream.of(
                new Operation.Read(true),
                new Operation.Write(new WriteRequest(
                        "r",
                        "p",
                        NOW,
                        Condition.AT_VERSION,
                        7,
                        3,
                        new Content("{\"a\":1.50}", 2, Duration.ofMillis(1500), true))),
                new Operation.Write(new WriteRequest("r", "p", null, Condition.ALWAYS, 0, 0, null), true),
                new Operation.Tidy(),
                new Operation.Locate());
    }

    static Stream<RecordEntity.Reply> replies() {
        RecordVersion there = new RecordVersion(4, NOW, NOW, NOW.plusSeconds(1), 2, "node", "r", "\"ä\"");
        return Stream.of(
                new RecordEntity.Current(1, there),
                new RecordEntity.Current(1, new RecordVersion(0, NOW, NOW, null, 1, "", "", null)),
                new RecordEntity.Written(1, 4, NOW, true, false),
                new RecordEntity.Written(1, 4, NOW, true, false, "node"),
                new RecordEntity.Conflict(1, true, there),
                new RecordEntity.NotFound(1),
                new RecordEntity.FloorTooLow(1, 9),
                new RecordEntity.TooOld(1, NOW),
                new RecordEntity.RequestIdReused(1),
                new RecordEntity.Damaged(1, "reason"),
                new RecordEntity.Busy(1, "bound"),
                new RecordEntity.TryAgain(1, null),
                new RecordEntity.Tidied(1, RecordEntity.Tidying.PURGED),
                new RecordEntity.Owner(1, "node", 2, "address", 3, 4));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void aQuestionArrivesAloneAndInAParcel(Operation operation) {
        TestProbe<RecordEntity.Reply> asker = KIT.createTestProbe(RecordEntity.Reply.class);
        TestProbe<ReplyCollector.Replies> gateway = KIT.createTestProbe(ReplyCollector.Replies.class);

        assertArrives(new RecordEntity.Question(17, operation, asker.ref()));
        assertArrives(
                new RecordDoor.Questions(gateway.ref(), List.of(new RecordDoor.Item("user:anna", 17, operation))));
    }

    @ParameterizedTest
    @MethodSource("replies")
    void aReplyArrivesAloneAndInAParcel(RecordEntity.Reply reply) {
        assertArrives(reply);
        assertArrives(new ReplyCollector.Replies(List.of(reply, reply)));
    }

    @Test
    void everyKindOfReplyIsTried() {
        assertThat(replies().map(Object::getClass).distinct())
                .containsExactlyInAnyOrder(RecordEntity.Reply.class.getPermittedSubclasses());
        assertThat(operations().map(Object::getClass).distinct())
                .containsExactlyInAnyOrder(Operation.class.getPermittedSubclasses());
    }

    private static void assertArrives(Object message) {
        var serialization = SerializationExtension.get(KIT.system());
        byte[] bytes = serialization.serialize(message).get();
        var serializer = serialization.findSerializerFor(message);
        Object arrived = serialization
                .deserialize(bytes, serializer.identifier(), Serializers.manifestFor(serializer, message))
                .get();
        assertThat(serializer.getClass().getSimpleName()).contains("Jackson");
        assertThat(arrived).isEqualTo(message);
    }
}
