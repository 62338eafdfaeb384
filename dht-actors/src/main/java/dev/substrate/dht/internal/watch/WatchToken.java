package dev.substrate.dht.internal.watch;

import dev.substrate.record.InvalidNameException;
import dev.substrate.store.ChangeOffsets;
import java.time.Instant;

/**
 * Where a watch of many records stands: all up to these offsets was shown, and what lies behind them was written after a
 * time. So it can be told whether something may have gone since that was to be shown.
 */
record WatchToken(Instant asOf, ChangeOffsets offsets) {

    /** @throws InvalidNameException if it is no token */
    static WatchToken parse(String text) {
        int end = text.indexOf(';');
        try {
            if (end > 0) {
                return new WatchToken(
                        Instant.ofEpochMilli(Long.parseLong(text.substring(0, end))),
                        ChangeOffsets.parse(text.substring(end + 1)));
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidNameException("This is not where a watch of several records can be resumed");
        }
        throw new InvalidNameException("This is not where a watch of several records can be resumed");
    }

    @Override
    public String toString() {
        return asOf.toEpochMilli() + ";" + offsets;
    }
}
