package dev.substrate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortBlockTest {

    private static final int FIRST_TRIED = 7;

    @Test
    void twoHoldersInOneProcessShareNoPort() {
        try (var one = PortBlock.reserve(FIRST_TRIED);
                var other = PortBlock.reserve(FIRST_TRIED)) {
            assertThat(Math.abs(other.port(0) - one.port(0))).isGreaterThanOrEqualTo(PortBlock.SIZE);
        }
    }

    @Test
    void whatAnotherProcessHoldsIsPassedOver() throws Exception {
        Process holder = Jvm.start(Holder.class, Integer.toString(FIRST_TRIED));
        int held = Integer.parseInt(Jvm.readLine(holder));

        try (var here = PortBlock.reserve(FIRST_TRIED)) {
            assertThat(here.port(0)).isNotEqualTo(held);
        } finally {
            holder.destroyForcibly().waitFor();
        }
    }

    @Test
    void whatAKilledProcessHeldIsFreeAgain() throws Exception {
        Process holder = Jvm.start(Holder.class, Integer.toString(FIRST_TRIED));
        int held = Integer.parseInt(Jvm.readLine(holder));
        holder.destroyForcibly().waitFor();

        try (var here = PortBlock.reserve(FIRST_TRIED)) {
            assertThat(here.port(0)).isEqualTo(held);
        }
    }

    @Test
    void aBlockWithAPortInUseIsPassedOver() throws IOException {
        int used;
        try (var block = PortBlock.reserve(FIRST_TRIED)) {
            used = block.port(3);
        }
        try (var socket = new ServerSocket(used, 1, InetAddress.getLoopbackAddress());
                var block = PortBlock.reserve(FIRST_TRIED)) {
            assertThat(socket.getLocalPort()).isEqualTo(used);
            assertThat(block.port(3)).isNotEqualTo(used);
        }
    }

    @Test
    void portsLieBelowTheEphemeralRange() {
        try (var block = PortBlock.reserve()) {
            assertThat(block.port(0)).isBetween(20_000, 30_000);
            assertThat(block.port(PortBlock.SIZE - 1)).isBetween(20_000, 30_000);
        }
    }

    /** Holds a block until its process is killed. */
    static final class Holder {

        public static void main(String[] args) throws Exception {
            try (var block = PortBlock.reserve(Integer.parseInt(args[0]))) {
                System.out.println(block.port(0));
                System.in.read();
            }
        }
    }
}
