package dev.substrate.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A block of ports that belongs to one cluster, so that a node which is down keeps its ports.
 *
 * <p>Blocks lie below the range from which operating systems give out ports of their own accord. A block is held by a
 * lock on a file in {@code java.io.tmpdir}, which ends with the process at the latest; a block with a port in use by
 * somebody who knows no locks is passed over.
 */
public final class PortBlock implements AutoCloseable {

    static final int SIZE = 50;

    private static final int FIRST_PORT = 20_000;
    private static final int BLOCKS = 200;

    // A lock on a file belongs to the process and is lost when any channel to that file is closed, so a file that this
    // process holds must not even be opened again: what is held is known per process, not per cluster.
    private static final Set<Integer> HELD_HERE = ConcurrentHashMap.newKeySet();

    // Later clusters of a process take other ports, where no peer of an earlier one still calls.
    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() % BLOCKS));

    private final int block;
    private final FileChannel lockFile;

    private PortBlock(int block, FileChannel lockFile) {
        this.block = block;
        this.lockFile = lockFile;
    }

    /** Takes a free block. */
    public static PortBlock reserve() {
        return reserve(Math.floorMod(NEXT.getAndIncrement(), BLOCKS));
    }

    /** Takes the first free block, trying {@code firstTried} first. */
    static PortBlock reserve(int firstTried) {
        for (int i = 0; i < BLOCKS; i++) {
            Optional<PortBlock> block = tryReserve((firstTried + i) % BLOCKS);
            if (block.isPresent()) {
                return block.get();
            }
        }
        throw new IllegalStateException("None of the " + BLOCKS + " blocks of " + SIZE + " ports from " + FIRST_PORT
                + " is free. Who holds them: lsof " + lockFile(0).resolveSibling("substrate-test-ports-*"));
    }

    /** Returns one of the block's ports, counted from 0. */
    public int port(int index) {
        if (index < 0 || index >= SIZE) {
            throw new IllegalArgumentException("A block has " + SIZE + " ports, there is no port " + index);
        }
        return FIRST_PORT + block * SIZE + index;
    }

    /** Gives the block back. */
    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            HELD_HERE.remove(block);
        }
    }

    private static Optional<PortBlock> tryReserve(int block) {
        if (!HELD_HERE.add(block)) {
            return Optional.empty();
        }
        try {
            var lockFile = FileChannel.open(lockFile(block), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            var reserved = new PortBlock(block, lockFile);
            if (lockFile.tryLock() != null && reserved.allBindable()) {
                return Optional.of(reserved);
            }
            reserved.close();
        } catch (IOException e) {
            // Another user's file, say: as good as taken.
            HELD_HERE.remove(block);
        }
        return Optional.empty();
    }

    private boolean allBindable() {
        for (int i = 0; i < SIZE; i++) {
            try (var socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port(i)));
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }

    private static Path lockFile(int block) {
        return Path.of(System.getProperty("java.io.tmpdir"), "substrate-test-ports-" + (FIRST_PORT + block * SIZE));
    }
}
