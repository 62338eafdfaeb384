package dev.substrate.docs;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import dev.substrate.service.probe.OfferProbe;
import dev.substrate.service.probe.OfferProbe.Answer;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class WorkshopBehaviorTest {

    // region behavior
    @Test
    void aBenchThatIsFullDeclines() {
        BehaviorTestKit<Workshop.Command> bench = BehaviorTestKit.create(Workshop.bench(new HashSet<>()));
        for (int job = 1; job <= 4; job++) {
            OfferProbe<Workshop.Job> offer = new OfferProbe<>(Workshop.JOBS, new Workshop.Job("job-" + job));

            bench.run(new Workshop.Take(offer));

            assertThat(offer.answer()).contains(job <= 3 ? new Answer.Taken<>() : new Answer.Declined<>("no room"));
        }
    }
    // endregion
}
