package dev.substrate.service.internal.message;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializers;
import com.typesafe.config.ConfigFactory;
import dev.substrate.id.NodeId;
import dev.substrate.message.AnycastOutcome.Verdict;
import dev.substrate.message.Method;
import dev.substrate.message.TransactionId;
import dev.substrate.record.Place;
import dev.substrate.service.internal.message.Wire.Ending;
import dev.substrate.service.internal.message.Wire.Manner;
import dev.substrate.service.internal.message.Wire.Reach;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What travels between post offices arrives as it was sent. */
class WireTest {

    private static final ActorTestKit KIT = ActorTestKit.create(ConfigFactory.parseString("""
            akka.actor.provider = cluster
            akka.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
            akka.actor.serialization-bindings."dev.substrate.node.CborMessage" = jackson-cbor
            """));

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    static Stream<Object> messages() {
        ActorRef<PostOffice.Message> office =
                KIT.createTestProbe(PostOffice.Message.class).ref();
        NodeId node = AnycastWalkTest.node(1, 2, 3);
        TransactionId transaction = new TransactionId("t-1");
        Wire.Letter letter = new Wire.Letter(
                "service", "id", Method.UPDATE, "Order", "{\"a\":1.50}", "correlation", transaction, node);
        Wire.Letter bare = new Wire.Letter("service", "", Method.GET, "", null, "c", transaction, node);
        Wire.Post post =
                new Wire.Post(new TopicName("topic", Place.zone(3, 4)), "[1.50]", "correlation", transaction, node);
        return Stream.of(
                new Wire.Deliver(1, office, letter, Manner.ASK, 3),
                new Wire.Deliver(2, office, bare, Manner.BROADCAST, 0),
                new Wire.Delivered(1, node, Ending.OK, "", "null", List.of()),
                new Wire.Delivered(1, node, Ending.PASSIVE, "reason", null, List.of(node)),
                new Wire.Show(4, office, post),
                new Wire.Shown(4, node, Reach.NOT_ALL),
                new Wire.Propose(5, office, post, "after"),
                new Wire.Proposed(5, "service"),
                new Wire.Judged(5, "service", Verdict.PART_TAKEN, "reason", "3", true),
                new Wire.Judged(5, "service", Verdict.TAKEN, "", null, false),
                new Wire.NoneLeft(5),
                new Wire.ListTopics(6, office),
                new Wire.Topics(6, node, List.of(new Wire.SubscribedTopic(post.topic(), List.of("a", "b")))));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void arrivesAsItWasSent(Object message) {
        assertThat(copy(message)).isEqualTo(message);
    }

    @Test
    void everyKindOfMessageIsTried() {
        assertThat(messages().map(Object::getClass).distinct())
                .containsAll(List.of(Wire.Order.class.getPermittedSubclasses()))
                .containsAll(List.of(Wire.Answer.class.getPermittedSubclasses()));
    }

    private static Object copy(Object message) {
        var serialization = SerializationExtension.get(KIT.system());
        byte[] bytes = serialization.serialize(message).get();
        var serializer = serialization.findSerializerFor(message);
        return serialization
                .deserialize(bytes, serializer.identifier(), Serializers.manifestFor(serializer, message))
                .get();
    }
}
