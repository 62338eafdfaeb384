package dev.substrate.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {

    @TempDir
    private Path folder;

    @Test
    void whatWasWrittenIsReadAgain() {
        Script script = new Script()
                .ok("a \"quoted\" \\ \n", 0, 1, new RegisterModel.Write("ä\u0001\uD83D\uDE00"))
                .ok("a", 2, 3, new RegisterModel.Write(null))
                .ok("a", 4, 5, new RegisterModel.CompareAndSet(1, 2L), true)
                .unknown("a", 6, new RegisterModel.Read())
                .refused("b", 0, 1, new CounterModel.Add(-3))
                .ok("b", 2, 3, new CounterModel.Read(), Long.MIN_VALUE)
                .ok("b", 4, 5, new SetModel.Read(), Set.of("x"))
                .ok("b", 6, 7, new BagModel.Put(List.of("job", 1)))
                .ok("b", 8, 9, new BagModel.Take(Arrays.asList("job", null)), List.of("job", 1))
                .ok("c", 0, 1, new LockModel.Acquire("h"), false)
                .ok("c", 2, 3, new VersionedRegister.Read(), new Versioned(5, "v"))
                .ok("c", 4, 5, new VersionedRegister.Write("w"), new Versioned(6, null));
        assertThat(rewritten(script.history())).isEqualTo(script.history());
    }

    @Test
    void theActionsOfAllModelsCanBeKept() {
        Random random = new Random(1);
        for (RandomHistory<?> histories : RandomHistory.ofAllModels()) {
            History history = histories.history(random, 50, 3);
            assertThat(rewritten(history)).isEqualTo(history);
        }
    }

    @Test
    void anOperationIsALine() throws Exception {
        Path file = folder.resolve("history.jsonl");
        new HistoryFile()
                .write(new Script().ok("a", 5, 9, new RegisterModel.Write(7)).history(), file);
        assertThat(Files.readAllLines(file))
                .containsExactly("{\"client\":\"a\",\"key\":\"k\",\"action\":\"register.write\","
                        + "\"fields\":[{\"int\":7}],\"begun\":5,\"ended\":9,\"ok\":null}");
    }

    @Test
    void actionsOfOthersNeedAForm() {
        History history = new Script().ok("a", 0, 1, new Ping("x"), "pong").history();
        Path file = folder.resolve("history.jsonl");
        assertThatThrownBy(() -> new HistoryFile().write(history, file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("No form for Ping[name=x]");
        HistoryFile files = new HistoryFile()
                .with(new ActionForm<>(
                        "ping", Ping.class, ping -> List.of(ping.name()), fields -> new Ping((String) fields.get(0))));
        files.write(history, file);
        assertThat(files.read(file)).isEqualTo(history);
    }

    @Test
    void whatCannotBeKeptIsNotKeptWrongly() {
        History history =
                new Script().ok("a", 0, 1, new RegisterModel.Read(), 1.5).history();
        assertThatThrownBy(() -> new HistoryFile().write(history, folder.resolve("history.jsonl")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Double");
    }

    @Property(tries = 200)
    void anyTextCanBeKept(@ForAll String text) {
        assertThat(Json.read(Json.write(text))).isEqualTo(text);
    }

    private History rewritten(History history) {
        Path file = folder.resolve("history.jsonl");
        new HistoryFile().write(history, file);
        return new HistoryFile().read(file);
    }

    private record Ping(String name) implements Action {}
}
