package dev.substrate.service.internal.host;

import akka.actor.typed.ActorSystem;
import dev.substrate.node.RingView;
import dev.substrate.record.Place;
import dev.substrate.ring.RingMember;
import dev.substrate.service.internal.host.ServiceDesk.Report;
import dev.substrate.service.internal.slot.PlacedTable.TableId;
import dev.substrate.service.internal.slot.SlotRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Finds out how the services of a cluster are. Safe for use by several threads. */
public final class Insights {

    private final ActorSystem<?> system;
    private final HostSettings settings;
    private final Desks desks;

    /** Asks from a node. */
    public Insights(ActorSystem<?> system) {
        this.system = system;
        settings = HostSettings.of(system.settings().config());
        desks = new Desks(system);
    }

    /** Asks all nodes, and reads all tables. */
    public CompletionStage<Insight> look() {
        RingView.Seen seen = RingView.get(system).seen();
        CompletionStage<List<Report>> reports = CompletableFuture.completedFuture(List.of());
        for (RingMember member : seen.ring().members()) {
            reports = reports.thenCombineAsync(
                    report(member),
                    (all, one) -> {
                        List<Report> more = new ArrayList<>(all);
                        one.ifPresent(more::add);
                        return more;
                    },
                    system.executionContext());
        }
        return reports.thenComposeAsync(
                all -> ServiceHosts.get(system)
                        .records()
                        .read(tables(all))
                        .thenApply(tables -> new Insight(seen, all, tables)),
                system.executionContext());
    }

    private CompletionStage<Optional<Report>> report(RingMember member) {
        return OneAnswer.of(
                        system,
                        Report.class,
                        settings.deskTimeout(),
                        replyTo -> desks.of(member).tell(new ServiceDesk.Ask(replyTo)))
                .thenApply(report -> report.filter(each -> each.member().incarnation() == member.incarnation()));
    }

    private static Set<TableId> tables(List<Report> reports) {
        Set<TableId> ids = new HashSet<>();
        reports.forEach(report -> report.services().forEach(carried -> {
            SlotRule rule = carried.slots();
            if (rule != null) {
                ids.add(new TableId(
                        carried.service(),
                        Place.of(rule.scope(), report.member().node())));
            }
        }));
        return ids;
    }
}
