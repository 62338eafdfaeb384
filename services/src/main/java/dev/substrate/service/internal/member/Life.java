package dev.substrate.service.internal.member;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.substrate.id.NodeId;
import dev.substrate.record.RecordKey;
import dev.substrate.record.RecordType;
import dev.substrate.ring.RingMember;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongPredicate;

/**
 * The record of a life of a node: who handles its arrival and its departure, for each service. Pure.
 *
 * <p>Whoever handles one says so here first. So there is one handler, whatever the nodes that want to be it see of the cluster; and whoever finds that the handler's own life is
 * over takes its place.
 *
 * @param node the node's id
 * @param incarnation the number of this life, as text: JSON's numbers are not that long everywhere
 * @param number the small number for people
 * @param address where other nodes reached it
 * @param arrival who handles its arrival, by service
 * @param departure who handles its departure, by service
 */
record Life(
        @JsonProperty("node") String node,
        @JsonProperty("incarnation") String incarnation,
        @JsonProperty("number") int number,
        @JsonProperty("address") String address,
        @JsonProperty("arrival") Map<String, Duty> arrival,
        @JsonProperty("departure") Map<String, Duty> departure) {

    static final RecordType<Life> TYPE = RecordType.of("member", Life.class);

    /**
     * What a node has taken upon itself.
     *
     * @param handler its id
     * @param incarnation its life
     * @param done whether all is done
     */
    record Duty(
            @JsonProperty("handler") String handler,
            @JsonProperty("incarnation") String incarnation,
            @JsonProperty("done") boolean done) {

        private boolean isOf(RingMember member) {
            return incarnation.equals(Long.toString(member.incarnation()));
        }
    }

    /**
     * What came of a claim.
     *
     * @param next the record to write
     * @param granted the services for which the claimant is the handler, and has not done it yet
     */
    record Claim(Life next, Set<String> granted) {}

    Life {
        // Sorted, so that a person finds the same text in the store.
        arrival = Collections.unmodifiableMap(new TreeMap<>(arrival));
        departure = Collections.unmodifiableMap(new TreeMap<>(departure));
    }

    /** Returns the record of a life of which nothing was handled. */
    static Life of(RingMember member) {
        return new Life(
                member.node().hex(),
                Long.toString(member.incarnation()),
                member.number(),
                member.address(),
                Map.of(),
                Map.of());
    }

    /** Returns the name of the record of a life. */
    static RecordKey<Life> key(RingMember member) {
        return TYPE.key(member.node().hex() + "." + Long.toHexString(member.incarnation()));
    }

    @JsonIgnore
    RingMember member() {
        return new RingMember(new NodeId(node), Long.parseLong(incarnation), number, address);
    }

    /**
     * Lets a node handle a change for some services, as far as nobody else does or did.
     *
     * @param present tells which lives are not over; a handler whose life is over is replaced
     */
    Claim claim(MemberChange change, Set<String> services, RingMember by, LongPredicate present) {
        Map<String, Duty> duties = new TreeMap<>(duties(change));
        Set<String> granted = new TreeSet<>();
        for (String service : services) {
            Duty duty = duties.get(service);
            if (duty == null || (!duty.done() && !present.test(Long.parseLong(duty.incarnation())))) {
                duties.put(service, new Duty(by.node().hex(), Long.toString(by.incarnation()), false));
                granted.add(service);
            } else if (!duty.done() && duty.isOf(by)) {
                // A claim of its own of which it did not hear.
                granted.add(service);
            }
        }
        return new Claim(with(change, duties), granted);
    }

    /** Notes that a node has done its duty for some services; what it was relieved of stays as it is. */
    Life done(MemberChange change, Set<String> services, RingMember by) {
        Map<String, Duty> duties = new TreeMap<>(duties(change));
        duties.replaceAll((service, duty) -> services.contains(service) && duty.isOf(by)
                ? new Duty(duty.handler(), duty.incarnation(), true)
                : duty);
        return with(change, duties);
    }

    /** Says whether a change was handled for all of some services. */
    boolean settled(MemberChange change, Set<String> services) {
        return services.stream().allMatch(service -> {
            Duty duty = duties(change).get(service);
            return duty != null && duty.done();
        });
    }

    /** Says whether somebody has begun to handle a change, and all that was begun is done. */
    boolean settled(MemberChange change) {
        return !duties(change).isEmpty() && settled(change, duties(change).keySet());
    }

    private Map<String, Duty> duties(MemberChange change) {
        return change == MemberChange.ARRIVAL ? arrival : departure;
    }

    private Life with(MemberChange change, Map<String, Duty> duties) {
        return change == MemberChange.ARRIVAL
                ? new Life(node, incarnation, number, address, duties, departure)
                : new Life(node, incarnation, number, address, arrival, duties);
    }
}
