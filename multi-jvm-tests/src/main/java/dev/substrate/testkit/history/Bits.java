package dev.substrate.testkit.history;

import java.util.Arrays;

/** A small immutable set of small numbers. */
final class Bits {

    static final Bits NONE = new Bits(new long[0]);

    private final long[] words;

    private Bits(long[] words) {
        this.words = words;
    }

    boolean has(int bit) {
        int word = bit >> 6;
        return word < words.length && (words[word] & 1L << bit) != 0;
    }

    Bits with(int bit) {
        int word = bit >> 6;
        long[] copy = Arrays.copyOf(words, Math.max(words.length, word + 1));
        copy[word] |= 1L << bit;
        return new Bits(copy);
    }

    Bits without(int bit) {
        if (!has(bit)) {
            return this;
        }
        long[] copy = words.clone();
        copy[bit >> 6] &= ~(1L << bit);
        int length = copy.length;
        while (length > 0 && copy[length - 1] == 0) {
            length--;
        }
        return length == 0 ? NONE : new Bits(length == copy.length ? copy : Arrays.copyOf(copy, length));
    }

    boolean isSubsetOf(Bits other) {
        for (int word = 0; word < words.length; word++) {
            long others = word < other.words.length ? other.words[word] : 0;
            if ((words[word] & ~others) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bits bits && Arrays.equals(words, bits.words);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(words);
    }
}
