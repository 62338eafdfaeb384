package dev.substrate.ring;

import dev.substrate.id.NodeId;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * A point on the ring: a number of {@value #BITS} bits.
 *
 * <p>A node stands at the random part of its id. The part that says its region and zone is left out: nodes of one zone share it, so a
 * name anywhere on the ring would be nearest to the same two of them.
 *
 * @param value 0 to 2<sup>{@value #BITS}</sup> - 1
 */
public record RingPosition(BigInteger value) implements Comparable<RingPosition> {

    /** The number of bits of a position. */
    public static final int BITS = 8 * NodeId.RANDOM_BYTES;

    private static final BigInteger SIZE = BigInteger.ONE.shiftLeft(BITS);
    private static final int HEX_DIGITS = 2 * NodeId.RANDOM_BYTES;

    /** @throws IllegalArgumentException if the number is out of bounds */
    public RingPosition {
        Objects.requireNonNull(value, "value");
        if (value.signum() < 0 || value.compareTo(SIZE) >= 0) {
            throw new IllegalArgumentException("A position on the ring is a number of " + BITS + " bits, not " + value);
        }
    }

    /** Returns where a node stands. */
    public static RingPosition of(NodeId node) {
        return new RingPosition(new BigInteger(node.hex().substring(node.hex().length() - HEX_DIGITS), 16));
    }

    /** Returns where a name lies: the first bytes of the SHA-256 of its UTF-8, so evenly spread. */
    public static RingPosition of(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return new RingPosition(new BigInteger(1, digest).shiftRight(8 * digest.length - BITS));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /**
     * Returns points at the same distance from each other.
     *
     * @param count how many
     * @param first where the first of them is; the others follow clockwise
     * @throws IllegalArgumentException if {@code count} is not positive
     */
    public static List<RingPosition> spaced(int count, RingPosition first) {
        if (count < 1) {
            throw new IllegalArgumentException("There is at least one point, not " + count);
        }
        List<RingPosition> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            BigInteger step = SIZE.multiply(BigInteger.valueOf(i)).divide(BigInteger.valueOf(count));
            points.add(new RingPosition(first.value.add(step).mod(SIZE)));
        }
        return List.copyOf(points);
    }

    /** Returns the distance to another point, the shorter way round. */
    public BigInteger distance(RingPosition other) {
        BigInteger clockwise = other.value.subtract(value).mod(SIZE);
        return clockwise.min(SIZE.subtract(clockwise).mod(SIZE));
    }

    @Override
    public int compareTo(RingPosition other) {
        return value.compareTo(other.value);
    }

    /** Returns the number in hexadecimal digits. */
    @Override
    public String toString() {
        byte[] bytes = value.toByteArray();
        String hex = HexFormat.of().formatHex(bytes);
        String digits = hex.length() > HEX_DIGITS ? hex.substring(hex.length() - HEX_DIGITS) : hex;
        return "0".repeat(HEX_DIGITS - digits.length()) + digits;
    }
}
