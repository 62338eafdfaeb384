package dev.substrate.cli.transfer;

import java.time.Duration;

/**
 * How an import ended.
 *
 * @param written lines that were written
 * @param unchanged lines whose record was there already, byte by byte
 * @param failed lines that were not imported
 * @param abandonedAtLine the line at which the import was given up, or 0
 * @param elapsed how long it took
 */
record ImportResult(long written, long unchanged, long failed, long abandonedAtLine, Duration elapsed) {

    boolean complete() {
        return failed == 0 && abandonedAtLine == 0;
    }
}
