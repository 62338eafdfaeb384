package dev.substrate.benchmark.load;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Histograms of latencies in microseconds, on three digits, and their way from process to process. */
public final class Latencies {

    private static final long HIGHEST_MICROS = 120_000_000;
    private static final int DIGITS = 3;

    private Latencies() {}

    /** Returns an empty histogram, for one thread. */
    public static Histogram empty() {
        return new Histogram(HIGHEST_MICROS, DIGITS);
    }

    /** Returns an empty histogram that several threads may record in. */
    static ConcurrentHistogram shared() {
        return new ConcurrentHistogram(HIGHEST_MICROS, DIGITS);
    }

    /** Records a time, one beyond the bound as the bound. */
    static void record(ConcurrentHistogram histogram, long nanos) {
        histogram.recordValue(Math.min(nanos / 1_000, HIGHEST_MICROS));
    }

    static String encode(AbstractHistogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer, Deflater.BEST_SPEED);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
    }

    /** Reads a histogram of a {@link Slice}. */
    public static Histogram decode(String encoded) {
        try {
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(encoded)), HIGHEST_MICROS);
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("This is no histogram", e);
        }
    }
}
