package dev.substrate.service.internal.host;

import static dev.substrate.service.internal.host.HostFixture.OTHER;
import static dev.substrate.service.internal.host.HostFixture.SELF;
import static dev.substrate.service.internal.host.HostFixture.grantTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import dev.substrate.service.Activation;
import dev.substrate.service.PassivationReason;
import dev.substrate.service.ServiceEvent;
import dev.substrate.service.internal.host.Delivery.Hindrance;
import dev.substrate.service.internal.host.HostFixture.Heard;
import dev.substrate.service.internal.host.HostFixture.OneMessage;
import dev.substrate.service.internal.host.HostStatus.State;
import dev.substrate.service.internal.slot.Slot;
import dev.substrate.service.internal.slot.SlotCommand;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServiceHostTest {

    private HostFixture world = new HostFixture();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aServiceIsActiveOnceItWasGrantedASlotAndSaysSo() {
        world.table(grantTo(SELF));
        ActorRef<ServiceHost.Command> host = oneSlot();

        ServiceEvent.Activate activate = world.heard.expectMessageClass(ServiceEvent.Activate.class);
        assertThat(activate.slot().token()).isEqualTo(1);
        OneMessage early = world.say(host, "early");
        world.heard.expectNoMessage(HostFixture.quiet());
        activate.started();

        assertThat(world.heard.expectMessageClass(Heard.class)).isEqualTo(new Heard("early", "tx-early"));
        assertThat(early.outcome()).isEqualTo("delivered");
        awaitState(State.ACTIVE);
        assertThat(world.status.get().token()).isEqualTo(1);
    }

    @Test
    void theRecordIsMadeIfItIsMissingAlsoAfterItWasDeletedAndTokensGoOn() {
        world.table(grantTo(SELF));
        ActorRef<ServiceHost.Command> host = oneSlot();
        world.started();
        world.dht.forget(SlotRecords.TYPE.key("greeter").in(dev.substrate.record.Place.EVERYWHERE));
        world.look(host);

        assertThat(world.heard
                        .expectMessageClass(ServiceEvent.SlotLost.class)
                        .slot()
                        .token())
                .isEqualTo(1);
        await().until(() -> world.table().lastToken() > 1);
    }

    @Test
    void aMessageWaitsForAReadingThatBeganAfterItCameIn() {
        world.table(grantTo(SELF));
        ActorRef<ServiceHost.Command> host = oneSlot();
        world.started();
        awaitState(State.ACTIVE);
        world.dht.holdReads(true);

        OneMessage first = world.say(host, "first");
        await().until(() -> world.dht.heldReads() == 1);
        OneMessage second = world.say(host, "second");
        world.heard.expectNoMessage(HostFixture.quiet());
        world.dht.releaseOneRead();

        assertThat(first.outcome()).isEqualTo("delivered");
        world.heard.expectMessage(new Heard("first", "tx-first"));
        world.heard.expectNoMessage(HostFixture.quiet());
        assertThat(second.outcome).isNotDone();
        world.dht.releaseOneRead();
        assertThat(second.outcome()).isEqualTo("delivered");
    }

    @Test
    void whoeverHasLostItsSlotHearsOfItBeforeAnythingElseAndGetsNoMessage() {
        world.table(grantTo(SELF));
        ActorRef<ServiceHost.Command> host = oneSlot();
        world.started();
        awaitState(State.ACTIVE);
        world.table(new SlotCommand.TakeFrom(1), grantTo(OTHER));

        OneMessage message = world.say(host, "act");
        OneMessage also = world.say(host, "know", true);

        assertThat(world.heard
                        .expectMessageClass(ServiceEvent.SlotLost.class)
                        .slot()
                        .token())
                .isEqualTo(1);
        assertThat(message.outcome()).isEqualTo(new Hindrance.Passive(List.of(OTHER.node())));
        world.heard.expectMessage(new Heard("know", "tx-know"));
        assertThat(also.outcome()).isEqualTo("delivered");
        awaitState(State.PASSIVE);
    }

    @Test
    void aSlotThatIsWantedBackIsGivenBackOnceTheServiceHasStopped() {
        world.table(grantTo(SELF));
        ActorRef<ServiceHost.Command> host = oneSlot();
        world.started();
        world.table(new SlotCommand.WantBack(1, PassivationReason.MOVED));
        world.look(host);

        ServiceEvent.Passivate passivate = world.heard.expectMessageClass(ServiceEvent.Passivate.class);
        assertThat(passivate.reason()).isEqualTo(PassivationReason.MOVED);
        assertThat(world.say(host, "late").outcome()).isEqualTo(new Hindrance.Passive(List.of()));
        assertThat(world.table().holds(1, SELF.incarnation())).isTrue();
        passivate.stopped();
        await().until(() -> world.table().held().isEmpty());
        assertThat(world.table().failures()).isEmpty();
    }

    @Test
    void aServiceThatDoesNotStopInTimeLosesItsSlotAllTheSame() {
        world.table(grantTo(SELF));
        ActorRef<ServiceHost.Command> host = world.host(world.greeter(Activation.slots(1))
                .stopTimeout(Duration.ofMillis(100))
                .build());
        world.started();
        world.table(new SlotCommand.WantBack(1, PassivationReason.MOVED));
        world.look(host);
        world.heard.expectMessageClass(ServiceEvent.Passivate.class);
        await().until(() -> world.table().held().isEmpty());
    }

    @Test
    void aStartThatFailsIsRolledBackAndTheFailureNoted() {
        world.table(grantTo(SELF));
        oneSlot();
        ServiceEvent.Activate activate = world.heard.expectMessageClass(ServiceEvent.Activate.class);
        activate.failed("no address");

        ServiceEvent.Passivate passivate = world.heard.expectMessageClass(ServiceEvent.Passivate.class);
        assertThat(passivate.reason()).isEqualTo(PassivationReason.START_FAILED);
        passivate.stopped();
        await().until(() -> world.table().held().isEmpty());
        assertThat(world.table().failures()).isEqualTo(Map.of(SELF.node().hex(), 1));
        await().until(() -> "no address".equals(world.status.get().lastFailure()));
    }

    @Test
    void aStartThatTakesTooLongIsRolledBackAndALateAnswerChangesNothing() {
        world.table(grantTo(SELF));
        ActorRef<ServiceHost.Command> host = world.host(world.greeter(Activation.slots(1))
                .startTimeout(Duration.ofSeconds(1))
                .build());
        ServiceEvent.Activate late = world.heard.expectMessageClass(ServiceEvent.Activate.class);
        world.heard.expectMessageClass(ServiceEvent.Passivate.class).stopped();
        await().until(() -> world.table().held().isEmpty());
        late.started();

        assertThat(world.say(host, "act").outcome()).isInstanceOf(Hindrance.Passive.class);
        world.table(grantTo(SELF));
        world.look(host);
        ServiceEvent.Activate second = world.heard.expectMessageClass(ServiceEvent.Activate.class);
        assertThat(second.slot().token()).isEqualTo(2);
        late.started();
        late.failed("late");
        awaitState(State.STARTING);
        second.started();
        awaitState(State.ACTIVE);
        assertThat(world.say(host, "act").outcome()).isEqualTo("delivered");
    }

    @Test
    void aBehaviourThatThrowsLosesItsSlotAndBeginsAnew() {
        world.table(grantTo(SELF));
        ActorRef<ServiceHost.Command> host = oneSlot();
        world.started();
        OneMessage bad = world.say(host, "throw");

        assertThat(bad.threw.orTimeout(5, java.util.concurrent.TimeUnit.SECONDS).join())
                .hasMessage("as told");
        await().until(() -> world.table().held().isEmpty());
        assertThat(world.table().failures()).isEqualTo(Map.of(SELF.node().hex(), 1));
        world.heard.expectMessageClass(Heard.class);
        await().until(() -> {
            world.table(grantTo(SELF));
            world.look(host);
            await().until(() ->
                    world.table().held().isEmpty() || world.status.get().state() == State.STARTING);
            return world.status.get().state() == State.STARTING;
        });
        world.started();
        assertThat(world.say(host, "act").outcome()).isEqualTo("delivered");
    }

    @Test
    void messagesInTheMailboxOfABehaviourThatStopsAreNotLostInSilence() {
        ActorRef<ServiceHost.Command> host =
                world.host(world.greeter(Activation.always()).build());
        world.started();
        awaitState(State.ACTIVE);
        OneMessage stop = world.say(host, "stop");
        List<OneMessage> after = List.of(world.say(host, "a"), world.say(host, "b"), world.say(host, "c"));

        assertThat(stop.outcome()).isEqualTo("delivered");
        assertThat(after).allSatisfy(message -> {
            assertThat(message.outcome()).isNotNull();
            assertThat(message.calls()).isEqualTo(1);
        });
        world.heard.expectMessage(new Heard("stop", "tx-stop"));
        world.started();
    }

    @Test
    void whatCannotBeConfirmedInTimeIsUnavailable() {
        world.close();
        world = new HostFixture("substrate.service.waiting-timeout = 200ms");
        world.table(grantTo(SELF));
        ActorRef<ServiceHost.Command> host = oneSlot();
        world.started();
        awaitState(State.ACTIVE);
        world.dht.away(true);
        assertThat(world.say(host, "act").outcome()).isInstanceOf(Hindrance.Unavailable.class);
        world.dht.away(false);
        await().until(() -> world.say(host, "again").outcome().equals("delivered"));
    }

    @Test
    void aGiveBackThatFailsIsRepeatedAndTheOldTokenIsNotStartedAgain() {
        world.table(grantTo(SELF));
        ActorRef<ServiceHost.Command> host = oneSlot();
        world.started();
        world.table(new SlotCommand.WantBack(1, PassivationReason.MOVED));
        world.look(host);
        ServiceEvent.Passivate passivate = world.heard.expectMessageClass(ServiceEvent.Passivate.class);
        world.dht.away(true);
        passivate.stopped();
        world.heard.expectNoMessage(HostFixture.quiet());
        world.dht.away(false);
        await().until(() -> world.table().held().isEmpty());
        world.heard.expectNoMessage(HostFixture.quiet());
    }

    @Test
    void tooManyThatWaitAreRefused() {
        world.close();
        world = new HostFixture("substrate.service.waiting-max = 2");
        world.table(grantTo(SELF));
        ActorRef<ServiceHost.Command> host = oneSlot();
        ServiceEvent.Activate activate = world.heard.expectMessageClass(ServiceEvent.Activate.class);
        world.say(host, "a");
        world.say(host, "b");
        assertThat(world.say(host, "c").outcome()).isInstanceOf(Hindrance.Unavailable.class);
        activate.started();
        world.heard.expectMessage(new Heard("a", "tx-a"));
        world.heard.expectMessage(new Heard("b", "tx-b"));
    }

    @Test
    void aNodeThatLeavesGivesItsSlotBackAndTakesNoOther() {
        world.table(grantTo(SELF));
        ActorRef<ServiceHost.Command> host = oneSlot();
        world.started();
        TestProbe<ServiceDesk.Left> left = world.kit.createTestProbe();
        host.tell(new ServiceHost.Leave(left.getRef()));

        ServiceEvent.Passivate passivate = world.heard.expectMessageClass(ServiceEvent.Passivate.class);
        assertThat(passivate.reason()).isEqualTo(PassivationReason.NODE_LEAVES);
        passivate.stopped();
        left.receiveMessage();
        assertThat(world.table().held()).isEmpty();
        world.table(grantTo(SELF));
        world.look(host);
        await().until(() -> world.table().held().isEmpty());
        world.heard.expectNoMessage(HostFixture.quiet());
    }

    @Test
    void aHostThatFailsGoesOnUnderTheSameToken() {
        world.table(grantTo(SELF));
        ActorRef<ServiceHost.Command> host = oneSlot();
        world.started();
        awaitState(State.ACTIVE);
        host.tell(new ServiceHost.Yield(OTHER, null)); // nobody to answer to: it throws

        assertThat(world.started().slot().token()).isEqualTo(1);
        await().until(() -> world.say(host, "act").outcome().equals("delivered"));
    }

    @Test
    void aSlotOfAnEarlierLifeOfTheNodeIsNotItsOwn() {
        world.table(grantTo(new dev.substrate.ring.RingMember(SELF.node(), 1, 1, SELF.address())));
        oneSlot();
        world.heard.expectNoMessage(HostFixture.quiet());
        assertThat(world.table().held()).extracting(Slot::token).containsExactly(1L);
    }

    @Test
    void aServiceThatIsAlwaysActiveStartsAgainAfterItFailed() {
        world.host(world.greeter(Activation.always()).build());
        world.heard.expectMessageClass(ServiceEvent.Activate.class).failed("not yet");
        world.heard.expectMessageClass(ServiceEvent.Passivate.class).stopped();
        world.started();
        awaitState(State.ACTIVE);
    }

    private ActorRef<ServiceHost.Command> oneSlot() {
        return world.host(world.greeter(Activation.slots(1)).build());
    }

    private void awaitState(State state) {
        await().until(() -> world.status.get().state() == state);
    }
}
