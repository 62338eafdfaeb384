package dev.substrate.benchmark.result;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The machine that was measured on.
 *
 * @param processor the processor's name
 * @param cores how many of its cores there are
 * @param memoryMegabytes the memory
 * @param os the operating system
 * @param jdk the Java virtual machine
 * @param fileSystem the type of the file system that the stores lay on
 * @param fsyncMicros how long it takes to write 4 KiB and force them to the disk, the median of {@value #FSYNCS} times
 */
public record Machine(
        String processor,
        int cores,
        long memoryMegabytes,
        String os,
        String jdk,
        String fileSystem,
        double fsyncMicros) {

    private static final int FSYNCS = 200;
    private static final int FSYNC_BYTES = 4096;

    /** Looks at this machine, with the disk of a folder. */
    public static Machine look(Path folder) {
        try {
            Files.createDirectories(folder);
            return new Machine(
                    line(Path.of("/proc/cpuinfo"), "model name"),
                    Runtime.getRuntime().availableProcessors(),
                    memory() >> 20,
                    System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                            + System.getProperty("os.arch"),
                    System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                    Files.getFileStore(folder).type(),
                    fsyncMicros(folder));
        } catch (IOException e) {
            throw new UncheckedIOException("The machine cannot be described", e);
        }
    }

    /** Returns how many processes wanted to run, on the average of the last minute; negative if nobody knows. */
    public static double loadAverage() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static long memory() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getTotalMemorySize();
    }

    private static String line(Path file, String name) throws IOException {
        if (!Files.isReadable(file)) {
            return "unknown";
        }
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    private static double fsyncMicros(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, "fsync", ".tmp");
        List<Double> micros = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.allocate(FSYNC_BYTES);
            for (int i = 0; i < FSYNCS; i++) {
                long begin = System.nanoTime();
                bytes.clear();
                channel.write(bytes);
                channel.force(false);
                micros.add((System.nanoTime() - begin) / 1_000.0);
            }
        } finally {
            Files.delete(file);
        }
        return Quantiles.median(micros);
    }
}
