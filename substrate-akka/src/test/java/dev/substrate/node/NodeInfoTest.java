package dev.substrate.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.Address;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.UniqueAddress;
import akka.japi.Util;
import akka.util.Version;
import dev.substrate.id.NodeId;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NodeInfoTest {

    private static final NodeId ID = NodeId.of(1, 2, new byte[NodeId.RANDOM_BYTES]);

    @Test
    void aMemberIsKnownByItsRoles() {
        NodeInfo info = new NodeInfo(3, ID);

        assertThat(NodeInfo.of(member(info.numberRole(), info.idRole()))).contains(info);
        assertThat(NodeInfo.of(member(info.idRole(), "backend", info.numberRole())))
                .contains(info);
    }

    @Test
    void aMemberWithoutNumberHasNumberZero() {
        assertThat(NodeInfo.of(member("substrate-id-" + ID))).contains(new NodeInfo(0, ID));
    }

    @Test
    void aMemberWithoutIdIsNoSubstrateNode() {
        assertThat(NodeInfo.of(member())).isEmpty();
        assertThat(NodeInfo.of(member("backend", "substrate-number-3"))).isEmpty();
    }

    @Test
    void aMemberSaysWhereItServesHttp() {
        assertThat(NodeInfo.httpAddress(member(NodeInfo.httpRole(8551)))).contains("127.0.0.1:8551");
        assertThat(NodeInfo.httpAddress(member("backend"))).isEmpty();
    }

    private static Member member(String... roles) {
        // Akka takes the data centre of a member from a role that every member has.
        scala.collection.immutable.Set<String> all = Util.<String>immutableSeq(
                        Stream.concat(Arrays.stream(roles), Stream.of("dc-default"))
                                .distinct()
                                .toList())
                .toSet();
        return new Member(
                new UniqueAddress(new Address("akka", "substrate", "127.0.0.1", 2551), 1L),
                1,
                MemberStatus.up(),
                all,
                Version.Zero());
    }
}
