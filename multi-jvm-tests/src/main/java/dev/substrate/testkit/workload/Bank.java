package dev.substrate.testkit.workload;

import dev.substrate.testkit.history.Action;
import dev.substrate.testkit.history.ActionForm;
import dev.substrate.testkit.history.Checker;
import dev.substrate.testkit.history.Counterexample;
import dev.substrate.testkit.history.History;
import dev.substrate.testkit.history.HistoryFile;
import dev.substrate.testkit.history.Operation;
import dev.substrate.testkit.history.Verdict;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Accounts of a bank: amounts go from one to another, and nothing is gained or lost. For systems that change several things
 * in one transaction, or by tasks that are done once.
 *
 * @param accounts how many, numbered from 1
 * @param opening what each holds at the beginning
 */
public record Bank(int accounts, long opening) implements Workload, Checker {

    /** The key of all steps: the bank is one thing. */
    public static final String KEY = "bank";

    private static final int READ_PERCENT = 30;
    private static final int PERCENT = 100;
    private static final int AMOUNT_MAX = 5;

    /** What a bank can do. */
    public sealed interface BankAction extends Action {}

    /** Moves an amount; refused if the account has less. */
    public record Transfer(int from, int to, long amount) implements BankAction {}

    /** Returns the balances of all accounts at one moment, as a {@code List<Long>} by number. */
    public record ReadAll() implements BankAction {}

    /** Checks that there are two accounts. */
    public Bank {
        if (accounts < 2 || opening < 0) {
            throw new IllegalArgumentException("A bank has two accounts at least, with 0 at least in each");
        }
    }

    @Override
    public Step next(SplittableRandom random) {
        if (random.nextInt(PERCENT) < READ_PERCENT) {
            return new Step(KEY, new ReadAll());
        }
        int from = 1 + random.nextInt(accounts);
        int to = 1 + (from - 1 + 1 + random.nextInt(accounts - 1)) % accounts;
        return new Step(KEY, new Transfer(from, to, 1 + random.nextInt(AMOUNT_MAX)));
    }

    @Override
    public List<Step> last() {
        return List.of(new Step(KEY, new ReadAll()));
    }

    @Override
    public HistoryFile file() {
        return new HistoryFile()
                .with(new ActionForm<>("bank.read", ReadAll.class, read -> List.of(), fields -> new ReadAll()))
                .with(new ActionForm<>(
                        "bank.transfer",
                        Transfer.class,
                        transfer -> List.of(transfer.from(), transfer.to(), transfer.amount()),
                        fields -> new Transfer(number(fields, 0), number(fields, 1), number(fields, 2))));
    }

    private static int number(List<@Nullable Object> fields, int index) {
        return ((Number) Objects.requireNonNull(fields.get(index))).intValue();
    }

    /** Checks that every read shows all accounts, none of them below 0, and the total of the beginning. */
    @Override
    public Verdict check(History history) {
        for (Operation operation : history.operations()) {
            if (operation.action() instanceof ReadAll && operation.isOk() && !isBalanced(operation.result())) {
                return new Verdict.Invalid(new Counterexample(
                        KEY,
                        "a read shows other balances than " + accounts + " accounts, none below 0, with a total of "
                                + accounts * opening,
                        List.of(operation),
                        List.of(),
                        "",
                        List.of(operation),
                        List.of()));
            }
        }
        return new Verdict.Valid();
    }

    private boolean isBalanced(@Nullable Object result) {
        if (!(result instanceof List<?> balances) || balances.size() != accounts) {
            return false;
        }
        long total = 0;
        for (Object balance : balances) {
            if (!(balance instanceof Number number) || number.longValue() < 0) {
                return false;
            }
            total += number.longValue();
        }
        return total == accounts * opening;
    }
}
