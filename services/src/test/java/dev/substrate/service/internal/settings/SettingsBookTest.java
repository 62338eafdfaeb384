package dev.substrate.service.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.service.ServiceSettings;
import dev.substrate.service.ServiceSettings.Change;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsBookTest {

    private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");
    private static final Map<String, String> DEFAULTS = Map.of("greeting", "Hello", "loudness", "3");

    @Test
    void aChangeSaysWhoAndWhenAndWhatWasThereBefore() {
        SettingsBook first = SettingsBook.EMPTY.with(Map.of("greeting", Optional.of("Hi")), "anna", AT);
        SettingsBook second = first.with(Map.of("greeting", Optional.of("Hey")), "bob", AT.plusSeconds(1));

        assertThat(second.over(DEFAULTS)).containsOnly(Map.entry("greeting", "Hey"), Map.entry("loudness", "3"));
        assertThat(second.changes())
                .containsExactly(
                        new Change(AT.plusSeconds(1), "bob", "greeting", "Hi", "Hey"),
                        new Change(AT, "anna", "greeting", null, "Hi"));
    }

    @Test
    void aSettingThatIsResetHasItsDefault() {
        SettingsBook book = SettingsBook.EMPTY
                .with(Map.of("greeting", Optional.of("Hi")), "anna", AT)
                .with(Map.of("greeting", Optional.empty()), "anna", AT);

        assertThat(book.over(DEFAULTS)).isEqualTo(DEFAULTS);
        assertThat(book.changes().get(0)).isEqualTo(new Change(AT, "anna", "greeting", "Hi", null));
    }

    @Test
    void whatChangesNothingIsNoChange() {
        SettingsBook book = SettingsBook.EMPTY.with(Map.of("greeting", Optional.of("Hi")), "anna", AT);

        assertThat(book.with(Map.of("greeting", Optional.of("Hi"), "loudness", Optional.empty()), "bob", AT))
                .isSameAs(book);
    }

    @Test
    void theOldestChangesAreForgotten() {
        SettingsBook book = SettingsBook.EMPTY;
        for (int i = 0; i < ServiceSettings.CHANGES_MAX + 20; i++) {
            book = book.with(Map.of("greeting", Optional.of("Hi " + i)), "anna", AT.plusSeconds(i));
        }

        assertThat(book.changes()).hasSize(ServiceSettings.CHANGES_MAX);
        assertThat(book.changes().get(0).to()).isEqualTo("Hi " + (ServiceSettings.CHANGES_MAX + 19));
    }

    @Test
    void whatIsNotDeclaredAnyMoreIsKeptButNotShown() {
        SettingsBook book = SettingsBook.EMPTY.with(Map.of("old", Optional.of("1")), "anna", AT);

        assertThat(book.over(DEFAULTS)).doesNotContainKey("old");
        assertThat(book.values()).containsEntry("old", "1");
    }
}
