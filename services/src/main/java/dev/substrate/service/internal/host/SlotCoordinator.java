package dev.substrate.service.internal.host;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.substrate.id.NodeId;
import dev.substrate.node.RingView;
import dev.substrate.record.Place;
import dev.substrate.ring.RingMember;
import dev.substrate.ring.RingPosition;
import dev.substrate.service.internal.slot.Candidate;
import dev.substrate.service.internal.slot.PlacedTable;
import dev.substrate.service.internal.slot.PlacedTable.TableId;
import dev.substrate.service.internal.slot.Placement;
import dev.substrate.service.internal.slot.PlacementView;
import dev.substrate.service.internal.slot.SlotCommand;
import dev.substrate.service.internal.slot.SlotRule;
import dev.substrate.service.internal.slot.TableChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives slots to nodes, and takes them from nodes that are gone. There is one on each node; the one that is nearest to a fixed point of the ring works, the others rest.
 * Two that work at the same time do no harm: each writes only tables that are as it read them.
 *
 * <p>It works in rounds: ask the nodes what they carry, read the tables, make a plan, write it.
 */
final class SlotCoordinator extends AbstractBehavior<SlotCoordinator.Command> {

    private static final RingPosition POSITION = RingPosition.of("service-coordinator");

    /** What it is told. */
    sealed interface Command {}

    /** The members have changed. */
    record RingMoved(RingView.Seen seen) implements Command {}

    /** Something may have to be done. */
    enum Think implements Command {
        THINK
    }

    private record Reported(ServiceDesk.Report report) implements Command {}

    private record TablesRead(
            SlotRecords.@Nullable Tables tables, @Nullable String failure) implements Command {}

    private record Written(boolean all) implements Command {}

    private enum Timer implements Command {
        TICK,
        SETTLED,
        GATHERED,
        REST_OVER,
        AGAIN
    }

    private enum Step {
        RESTING,
        GATHERING,
        READING,
        WRITING
    }

    /**
     * What it finds around it.
     *
     * @param desks where to ask a node
     * @param nanos a clock for durations
     */
    record Environment(
            Supplier<RingMember> self,
            Supplier<RingView.Seen> seen,
            Function<RingMember, ActorRef<ServiceDesk.Command>> desks,
            SlotRecords records,
            HostSettings settings,
            LongSupplier nanos) {}

    private final Environment env;
    private final TimerScheduler<Command> timers;
    private final Gathering gathering = new Gathering();
    private final RestingPlaces resting;
    private final ActorRef<ServiceDesk.Report> reported;
    private Step step = Step.RESTING;
    private boolean again;
    private boolean settled;
    private RingView.Seen stood;

    private SlotCoordinator(ActorContext<Command> context, TimerScheduler<Command> timers, Environment env) {
        super(context);
        context.setLoggerName(SlotCoordinator.class);
        this.env = env;
        this.timers = timers;
        resting = new RestingPlaces(env.settings());
        reported = context.messageAdapter(ServiceDesk.Report.class, Reported::new);
        stood = env.seen().get();
        timers.startSingleTimer(Timer.SETTLED, Timer.SETTLED, env.settings().settle());
        timers.startTimerWithFixedDelay(Timer.TICK, Timer.TICK, env.settings().lookInterval());
    }

    static Behavior<Command> create(Environment env) {
        return Behaviors.<Command>supervise(Behaviors.setup(
                        context -> Behaviors.withTimers(timers -> new SlotCoordinator(context, timers, env))))
                .onFailure(SupervisorStrategy.restartWithBackoff(
                        env.settings().restartBackoffMin(), env.settings().restartBackoffMax(), 0.1));
    }

    /** Returns where slots are given, as somebody sees the ring. */
    static Optional<RingMember> at(RingView.Seen seen) {
        return seen.reachable().nearest(POSITION);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(RingMoved.class, this::onRingMoved)
                .onMessage(Think.class, think -> begin())
                .onMessage(Reported.class, this::onReported)
                .onMessage(TablesRead.class, this::onTablesRead)
                .onMessage(Written.class, this::onWritten)
                .onMessage(Timer.class, this::onTimer)
                .build();
    }

    private Behavior<Command> onRingMoved(RingMoved moved) {
        settled = false;
        stood = moved.seen();
        timers.startSingleTimer(Timer.SETTLED, Timer.SETTLED, env.settings().settle());
        return this;
    }

    private Behavior<Command> onTimer(Timer timer) {
        if (timer == Timer.SETTLED) {
            settled = true;
        } else if (timer == Timer.GATHERED) {
            return step == Step.GATHERING ? readTables() : this;
        }
        return begin();
    }

    private boolean isMyTurn() {
        return at(env.seen().get())
                .filter(member -> member.incarnation() == env.self().get().incarnation())
                .isPresent();
    }

    /** The view may be ahead of what was told of it. */
    private boolean standsStill() {
        return settled && env.seen().get().equals(stood);
    }

    private Behavior<Command> begin() {
        // Slots are given on a ring that stands still: nodes that start together would else get all of them one after
        // the other.
        if (!standsStill() || !isMyTurn()) {
            return this;
        }
        if (step != Step.RESTING) {
            again = true;
            return this;
        }
        again = false;
        step = Step.GATHERING;
        List<RingMember> members = env.seen().get().reachable().members();
        gathering.begin(env.seen().get().reachable());
        members.forEach(member -> env.desks().apply(member).tell(new ServiceDesk.Ask(reported)));
        timers.startSingleTimer(Timer.GATHERED, Timer.GATHERED, env.settings().deskTimeout());
        return this;
    }

    private Behavior<Command> onReported(Reported reported) {
        return gathering.add(reported.report()) && step == Step.GATHERING ? readTables() : this;
    }

    private Behavior<Command> readTables() {
        step = Step.READING;
        timers.cancel(Timer.GATHERED);
        Map<TableId, List<String>> ids = new TreeMap<>();
        for (Candidate candidate : candidates()) {
            candidate
                    .carries()
                    .forEach((service, rule) -> ids.put(
                            new TableId(
                                    service,
                                    Place.of(rule.scope(), candidate.member().node())),
                            rule.names()));
        }
        getContext()
                .pipeToSelf(
                        readAll(ids),
                        (tables, failure) -> failure == null
                                ? new TablesRead(tables, null)
                                : new TablesRead(null, SlotRecords.reason(failure)));
        return this;
    }

    /** Tables that are missing are made; the next round finds them. */
    private CompletionStage<SlotRecords.Tables> readAll(Map<TableId, List<String>> ids) {
        return env.records().read(ids.keySet()).thenCompose(tables -> {
            CompletionStage<Boolean> made = CompletableFuture.completedFuture(true);
            for (TableId absent : tables.absent()) {
                made = made.thenCombine(
                        env.records().create(absent, Objects.requireNonNull(ids.get(absent))),
                        (one, other) -> one && other);
            }
            return made.thenApply(all -> tables);
        });
    }

    private List<Candidate> candidates() {
        List<Candidate> candidates = new ArrayList<>();
        for (ServiceDesk.Report report : gathering.reports()) {
            if (report.leaving()
                    || !env.seen()
                            .get()
                            .reachable()
                            .has(report.member().node(), report.member().incarnation())) {
                continue;
            }
            Map<String, SlotRule> carries = new HashMap<>();
            report.services().forEach(carried -> {
                SlotRule rule = carried.slots();
                if (rule != null) {
                    carries.put(carried.service(), rule);
                }
            });
            candidates.add(new Candidate(report.member(), carries));
        }
        return candidates;
    }

    private Behavior<Command> onTablesRead(TablesRead read) {
        SlotRecords.Tables tables = read.tables();
        if (tables == null || !standsStill() || !isMyTurn()) {
            if (tables == null) {
                getContext().getLog().info("The slots of services could not be read: {}", read.failure());
            }
            return rest(tables == null);
        }
        again |= !tables.absent().isEmpty();
        boolean retry = !tables.unreadable().isEmpty();
        long now = env.nanos().getAsLong();
        resting.note(tables.found(), now).forEach(this::forget);
        resting.untilNext(now)
                .ifPresent(left -> timers.startSingleTimer(Timer.REST_OVER, Timer.REST_OVER, left.plusMillis(1)));
        RingView.Seen seen = env.seen().get();
        List<TableChange> plan = Placement.plan(
                new PlacementView(candidates(), seen.incarnations(), true, tables.found(), resting.at(now)),
                env.settings().movesAtOnceMax());
        if (plan.isEmpty()) {
            return rest(retry);
        }
        step = Step.WRITING;
        List<TableChange> first =
                plan.subList(0, Math.min(plan.size(), env.settings().changesAtOnceMax()));
        CompletionStage<Boolean> written = CompletableFuture.completedFuture(true);
        for (TableChange change : first) {
            getContext().getLog().debug("Slots of {}: {}", change.from().id(), change.commands());
            Set<NodeId> concerned = concerned(change);
            written = written.thenCombine(
                    env.records().replace(change.from(), change.to()).thenApply(outcome -> {
                        tell(concerned, outcome);
                        return outcome instanceof SlotRecords.Outcome.Done;
                    }),
                    (one, other) -> one && other);
        }
        getContext().pipeToSelf(written, (all, failure) -> new Written(failure == null && all));
        return this;
    }

    /** Not only who has a slot or had one: the others name its holder to those who ask them. */
    private Set<NodeId> concerned(TableChange change) {
        Set<NodeId> nodes = new HashSet<>(Placement.holders(change));
        candidates().stream()
                .filter(candidate -> candidate.suits(change.from().id()))
                .forEach(candidate -> nodes.add(candidate.member().node()));
        return Set.copyOf(nodes);
    }

    /** Called on any thread. */
    private void tell(Set<NodeId> nodes, SlotRecords.Outcome outcome) {
        if (outcome instanceof SlotRecords.Outcome.Done done) {
            PlacedTable table = done.table();
            nodes.stream()
                    .flatMap(node -> env.seen().get().ring().member(node).stream())
                    .forEach(member -> env.desks()
                            .apply(member)
                            .tell(new ServiceDesk.Look(table.service(), table.place(), table.version())));
        }
    }

    /** Slots are not moved for evenness to where a service has failed; one that failed long ago deserves another try. */
    private void forget(PlacementView.Rest where) {
        var unused = env.records()
                .apply(where.table(), new SlotCommand.Proven(where.node().hex()));
    }

    private Behavior<Command> onWritten(Written written) {
        // What could not be written is looked at again, but not without a pause: the store may be in trouble.
        again |= written.all();
        return rest(!written.all());
    }

    private Behavior<Command> rest(boolean retry) {
        step = Step.RESTING;
        if (again) {
            return begin();
        }
        if (retry) {
            timers.startSingleTimer(Timer.AGAIN, Timer.AGAIN, env.settings().retryAfter());
        }
        return this;
    }
}
