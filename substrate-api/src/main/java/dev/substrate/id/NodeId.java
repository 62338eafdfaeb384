package dev.substrate.id;

import java.util.HexFormat;
import java.util.Objects;

/**
 * Names a node for ever: 160 bits, written as 40 lower-case hexadecimal digits.
 *
 * <p>The first byte is the region, the second the zone within the region, the other 18 bytes are random. Nodes that are
 * near to each other therefore share a prefix. A node keeps its id in its data directory and uses it again after a
 * restart.
 *
 * @param hex the 40 digits
 */
public record NodeId(String hex) implements Comparable<NodeId> {

    /** How many random bytes an id ends with. */
    public static final int RANDOM_BYTES = 18;

    private static final int HEX_DIGITS = 2 * (2 + RANDOM_BYTES);

    /** @throws IllegalArgumentException if {@code hex} is not 40 lower-case hexadecimal digits */
    public NodeId {
        Objects.requireNonNull(hex, "hex");
        if (hex.length() != HEX_DIGITS
                || !hex.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
            throw new IllegalArgumentException(
                    "A node id has " + HEX_DIGITS + " lower-case hexadecimal digits, this has not: '" + hex + "'");
        }
    }

    /**
     * Composes an id.
     *
     * @param region 0 to 255
     * @param zone 0 to 255
     * @param random {@value #RANDOM_BYTES} bytes from a source of randomness
     */
    public static NodeId of(int region, int zone, byte[] random) {
        if (random.length != RANDOM_BYTES) {
            throw new IllegalArgumentException("A node id has " + RANDOM_BYTES + " random bytes, not " + random.length);
        }
        HexFormat format = HexFormat.of();
        return new NodeId(format.toHexDigits(oneByte("region", region))
                + format.toHexDigits(oneByte("zone", zone))
                + format.formatHex(random));
    }

    /** Returns the region, 0 to 255. */
    public int region() {
        return HexFormat.fromHexDigits(hex, 0, 2);
    }

    /** Returns the zone within the region, 0 to 255. */
    public int zone() {
        return HexFormat.fromHexDigits(hex, 2, 4);
    }

    @Override
    public int compareTo(NodeId other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }

    private static byte oneByte(String name, int value) {
        if (value < 0 || value > 255) {
            throw new IllegalArgumentException("A " + name + " is a number from 0 to 255, not " + value);
        }
        return (byte) value;
    }
}
