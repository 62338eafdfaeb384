package dev.substrate.benchmark.node;

import dev.substrate.benchmark.load.Account;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the versions in the store add up: each acknowledged write has made one, each unknown one may have.
 *
 * @param acknowledged how many writes were acknowledged, from the start of the nodes on
 * @param unknown how many ended without an answer
 * @param versions the sum of the versions in the store
 * @param faults the records that do not add up, in words
 */
public record Reckoning(long acknowledged, long unknown, long versions, List<String> faults) {

    private static final int FAULTS_MAX = 10;

    /** Copies the list. */
    public Reckoning {
        faults = List.copyOf(faults);
    }

    /** Compares the accounts of all who wrote with the versions in the store, by record. */
    static Reckoning of(List<Account> accounts, List<Long> versions) {
        long acknowledgedInAll = 0;
        long unknownInAll = 0;
        long versionsInAll = 0;
        List<String> faults = new ArrayList<>();
        for (int record = 0; record < versions.size(); record++) {
            long acknowledged = 0;
            long unknown = 0;
            long highest = 0;
            for (Account account : accounts) {
                acknowledged += account.acknowledged().get(record);
                unknown += account.unknown().get(record);
                highest = Math.max(highest, account.highest().get(record));
            }
            long version = versions.get(record);
            boolean right = version >= highest && version >= acknowledged && version <= acknowledged + unknown;
            if (!right && faults.size() < FAULTS_MAX) {
                faults.add("record " + record + " has version " + version + " in the store, after " + acknowledged
                        + " acknowledged writes, the highest " + highest + ", and " + unknown + " unknown ones");
            }
            acknowledgedInAll += acknowledged;
            unknownInAll += unknown;
            versionsInAll += version;
        }
        return new Reckoning(acknowledgedInAll, unknownInAll, versionsInAll, faults);
    }

    /** Returns whether all adds up. */
    public boolean isRight() {
        return faults.isEmpty();
    }
}
