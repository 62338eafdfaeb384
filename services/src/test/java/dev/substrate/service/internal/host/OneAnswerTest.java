package dev.substrate.service.internal.host;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class OneAnswerTest {

    private static final ActorTestKit KIT = ActorTestKit.create();

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    /** The actor that waits stops when it has its answer; that it stops once came first, now and then. */
    @Test
    void anAnswerIsNeverOvertakenByTheEndOfTheOneThatWaitsForIt() throws Exception {
        List<CompletableFuture<Optional<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            String text = "answer " + i;
            answers.add(OneAnswer.of(
                            KIT.system(), String.class, Duration.ofSeconds(30), (ActorRef<String> to) -> to.tell(text))
                    .toCompletableFuture());
        }
        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).get(30, TimeUnit.SECONDS)).contains("answer " + i);
        }
    }

    @Test
    void noAnswerInTimeIsNone() throws Exception {
        assertThat(OneAnswer.of(KIT.system(), String.class, Duration.ofMillis(50), to -> {})
                        .toCompletableFuture()
                        .get(30, TimeUnit.SECONDS))
                .isEmpty();
    }

    @Test
    void whatIsSaidSecondIsNotHeard() throws Exception {
        AtomicReference<ActorRef<String>> asker = new AtomicReference<>();
        CompletableFuture<Optional<String>> answer = OneAnswer.of(
                        KIT.system(), String.class, Duration.ofSeconds(30), to -> {
                            asker.set(to);
                            to.tell("first");
                            to.tell("second");
                        })
                .toCompletableFuture();

        assertThat(answer.get(30, TimeUnit.SECONDS)).contains("first");
        assertThat(asker.get()).isNotNull();
    }
}
