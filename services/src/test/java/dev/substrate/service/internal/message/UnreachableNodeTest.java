package dev.substrate.service.internal.message;

import static dev.substrate.service.internal.message.NodeMessagesTest.awaitCarriers;
import static dev.substrate.service.internal.message.NodeMessagesTest.awaitMembers;
import static dev.substrate.service.internal.message.NodeMessagesTest.awaitSubscribers;
import static dev.substrate.service.internal.message.NodeMessagesTest.join;
import static dev.substrate.service.internal.message.NodeMessagesTest.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.substrate.message.Gathered;
import dev.substrate.message.MessageOptions;
import dev.substrate.message.Method;
import dev.substrate.message.Published;
import dev.substrate.message.Topic;
import dev.substrate.node.RingView;
import dev.substrate.record.Place;
import dev.substrate.service.internal.message.NodeMessagesTest.Got;
import dev.substrate.service.internal.message.NodeMessagesTest.Question;
import dev.substrate.service.internal.message.NodeMessagesTest.Reading;
import dev.substrate.service.internal.message.NodeMessagesTest.Work;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node cannot be reached, and nobody decides that it is gone. */
class UnreachableNodeTest {

    private static final String UNDECIDED = "akka.cluster.downing-provider-class = \"\"";
    private static final Topic<Work> TOPIC = Topic.of("work", Work.class);

    private TestNode one;
    private TestNode away;

    @BeforeEach
    void start() {
        one = TestNode.start(AnycastWalkTest.node(1, 1, 1), UNDECIDED);
        one.join(one);
        away = TestNode.start(AnycastWalkTest.node(1, 1, 2), UNDECIDED).join(one);
        awaitMembers(one, 2);
        awaitMembers(away, 2);
    }

    @AfterEach
    void stop() {
        away.close();
        one.close();
    }

    @Test
    void whoeverCollectsAnswersHearsThatItIsMissing() {
        one.host(service("held").build(), got -> got.request().ok());
        away.host(service("held").build(), got -> got.request().ok());
        awaitCarriers(one, "held", 2);
        loseSight();

        Gathered<Reading> all = join(one.messages()
                .gather("held", Place.EVERYWHERE, Method.GET, new Question(""), Reading.class, MessageOptions.none()));
        assertThat(all.replies()).containsOnlyKeys(one.id());
        assertThat(all.missing()).containsExactly(away.id());
        Gathered<Reading> elsewhere = join(one.messages()
                .gather("held", Place.region(2), Method.GET, new Question(""), Reading.class, MessageOptions.none()));
        assertThat(elsewhere.missing()).isEmpty();
    }

    @Test
    void whoeverPublishesHearsThatItHasNotAnswered() {
        away.host(service("worker").onPublished(TOPIC, Got::new).build(), got -> {});
        awaitSubscribers(one, TOPIC, 1);
        loseSight();

        Published published = join(one.messages().publish(TOPIC, new Work(1), MessageOptions.none()));
        assertThat(published.reached()).isEmpty();
        assertThat(published.unanswered()).containsExactly(away.id());
        assertThat(join(one.node().topics(MessageOptions.none())).missing()).containsExactly(away.id());
    }

    private void loseSight() {
        away.crash();
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        RingView.get(one.system()).seen().reachable().members().size() == 1);
        assertThat(RingView.get(one.system()).ring().members()).hasSize(2);
    }
}
