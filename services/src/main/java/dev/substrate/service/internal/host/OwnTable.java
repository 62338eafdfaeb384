package dev.substrate.service.internal.host;

import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.substrate.record.Place;
import dev.substrate.service.Activation;
import dev.substrate.service.Service;
import dev.substrate.service.SlotGrant;
import dev.substrate.service.internal.slot.PlacedTable;
import dev.substrate.service.internal.slot.PlacedTable.TableId;
import dev.substrate.service.internal.slot.Slot;
import dev.substrate.service.internal.slot.SlotCommand;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The table of a service's slots as its host knows it: read, made if there is none, and told what the host gives back. A service without slots has none, and nothing is
 * read. For the actor of the host.
 */
final class OwnTable {

    /** A reading has ended. */
    record Read(
            Object question,
            Optional<PlacedTable> table,
            @Nullable String failure) implements ServiceHost.Told {}

    /** There is a table now, or it could not be made. */
    record Created(@Nullable String failure) implements ServiceHost.Told {}

    /** A slot was given back, or could not be. */
    record GaveBack(SlotRecords.Outcome outcome) implements ServiceHost.Told {}

    /** The record was told that the service works here; or could not be, which is no harm. */
    enum Remembered implements ServiceHost.Told {
        REMEMBERED
    }

    private static final Duration STALE = Duration.ofSeconds(1);

    private final ActorContext<ServiceHost.Command> context;
    private final TimerScheduler<ServiceHost.Command> timers;
    private final Service<?> service;
    private final HostEnvironment env;
    private final Backlog backlog;
    private final BooleanSupplier isActive;
    private final @Nullable TableId id;

    // Also read by the actor of the service.
    private volatile @Nullable PlacedTable known;

    private @Nullable String unreadable;
    private long readAt;
    /** The reading that is under way: the answer to another one, of an earlier life of this actor, says nothing of what waits now. */
    private @Nullable Object question;

    private boolean readAgain;
    private Spent spent = Spent.NONE;
    private boolean givingBack;

    OwnTable(
            ActorContext<ServiceHost.Command> context,
            TimerScheduler<ServiceHost.Command> timers,
            Service<?> service,
            HostEnvironment env,
            Backlog backlog,
            BooleanSupplier isActive) {
        this.context = context;
        this.timers = timers;
        this.service = service;
        this.env = env;
        this.backlog = backlog;
        this.isActive = isActive;
        id = service.activation() instanceof Activation.Slots slots
                ? new TableId(
                        service.name(), Place.of(slots.scope(), env.self().get().node()))
                : null;
    }

    /** Returns whether the service has slots. */
    boolean isUsed() {
        return id != null;
    }

    /** Returns the table as it was read last; null if it is not known. Safe for use by several threads. */
    @Nullable
    PlacedTable known() {
        return known;
    }

    /** Returns why the table cannot be read; null if it can. */
    @Nullable
    String unreadable() {
        return unreadable;
    }

    boolean isGivingBack() {
        return givingBack;
    }

    /** Returns whether the table is to be read again after a reading. */
    boolean isToBeReadAgain() {
        return readAgain;
    }

    /** Returns the slot that this node holds. */
    Optional<Slot> mine() {
        return known == null
                ? Optional.empty()
                : known.table().heldBy(env.self().get().incarnation());
    }

    boolean stillHolds(SlotGrant grant) {
        return known != null
                && known.table().holds(grant.token(), env.self().get().incarnation());
    }

    SlotGrant grant(Slot slot) {
        return new SlotGrant(service.name(), Objects.requireNonNull(id).place(), slot.name(), slot.token());
    }

    Spent spent() {
        return spent;
    }

    /** The slot was taken from this node. */
    void lost(SlotGrant grant) {
        spent = spent.lost(grant.token());
    }

    // Reading.

    /** Reads now, and from time to time. */
    void readRegularly() {
        timers.startTimerWithFixedDelay(ServiceHost.Timer.LOOK, ServiceHost.Timer.LOOK, jittered());
        read();
    }

    /** Nodes that started together should not read together for ever. */
    private Duration jittered() {
        long millis = env.settings().lookInterval().toMillis();
        long spread = Math.floorMod(env.self().get().incarnation(), Math.max(1, millis / 4));
        return Duration.ofMillis(millis - millis / 8 + spread);
    }

    /** Reads if this version is not known yet. */
    void look(long version) {
        if (known == null || known.version() < version) {
            read();
        }
    }

    /** Reads if the last reading was a while ago. */
    void refresh() {
        if (env.nanos().getAsLong() - readAt > STALE.toNanos()) {
            read();
        }
    }

    /** Reads, for all that waits in the backlog of an active service; if a reading is under way, once more after it. */
    void read() {
        if (id == null) {
            return;
        }
        if (question != null) {
            readAgain = true;
            return;
        }
        Object asked = new Object();
        question = asked;
        readAgain = false;
        readAt = env.nanos().getAsLong();
        if (isActive.getAsBoolean()) {
            backlog.ask();
        }
        context.pipeToSelf(
                env.records().read(id),
                (table, failure) -> failure == null
                        ? new Read(asked, table, null)
                        : new Read(asked, Optional.empty(), SlotRecords.reason(failure)));
    }

    /** Returns whether a reading is the one that is under way. */
    boolean awaits(Read read) {
        return read.question() == question;
    }

    /** Takes what was read; returns whether the table could be read. */
    boolean take(Read read) {
        question = null;
        unreadable = read.failure();
        if (unreadable != null) {
            backlog.askAgain();
            retry();
            return false;
        }
        known = read.table().orElse(null);
        if (known == null) {
            create();
        }
        return true;
    }

    private void create() {
        context.pipeToSelf(
                env.records().create(Objects.requireNonNull(id), ((Activation.Slots) service.activation()).names()),
                (created, failure) -> new Created(
                        failure != null
                                ? SlotRecords.reason(failure)
                                : created ? null : "the record of its slots could not be written"));
    }

    void take(Created created) {
        if (created.failure() != null) {
            unreadable = created.failure();
            retry();
        } else {
            env.hint().run();
            read();
        }
    }

    /** Soon if somebody waits for it. */
    private void retry() {
        Duration after = env.settings().retryAfter();
        timers.startSingleTimer(
                ServiceHost.Timer.RETRY, ServiceHost.Timer.RETRY, backlog.isEmpty() ? after.multipliedBy(5) : after);
    }

    // Telling.

    /** Gives a slot back, unless that is under way, or is to be tried again later. */
    void giveBack(long token, boolean failed) {
        if (givingBack || unreadable != null) {
            return;
        }
        givingBack = true;
        spent = spent.givenBack(token, failed);
        context.pipeToSelf(
                env.records().apply(Objects.requireNonNull(id), new SlotCommand.GiveBack(token, failed)),
                (outcome, failure) -> new GaveBack(
                        failure == null ? outcome : new SlotRecords.Outcome.Failed(SlotRecords.reason(failure))));
    }

    void take(GaveBack gaveBack) {
        givingBack = false;
        if (gaveBack.outcome() instanceof SlotRecords.Outcome.Failed failed) {
            context.getLog()
                    .info(
                            "Service '{}' could not give a slot back, and will try again: {}",
                            service.name(),
                            failed.reason());
            unreadable = failed.reason();
            retry();
            return;
        }
        if (gaveBack.outcome() instanceof SlotRecords.Outcome.Done done
                && known != null
                && known.version() < done.table().version()) {
            known = done.table();
        }
        env.hint().run();
        read();
    }

    /** Has the record forget that the service failed here. */
    void proven() {
        String self = env.self().get().node().hex();
        if (id != null && known != null && known.table().failures().containsKey(self)) {
            context.pipeToSelf(
                    env.records().apply(id, new SlotCommand.Proven(self)), (outcome, failure) -> Remembered.REMEMBERED);
        }
    }
}
