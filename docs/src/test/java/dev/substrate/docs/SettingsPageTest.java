package dev.substrate.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SettingsPageTest {

    private record Setting(String path, ConfigValue value, String meaning) {
        int line() {
            return value.origin().lineNumber();
        }
    }

    @Test
    void theSettingsPageSaysWhatTheReferenceFilesSay() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Settings

                Every setting of a node, made from the comments in the modules' `reference.conf`. Put what you change into the node's
                configuration file (HOCON), or give it to the process as a system property (`-Dsubstrate.node.http-port=9000`).
                What Substrate sets in Akka itself is in `substrate-akka/src/main/resources/substrate-akka.conf`; your file may set any of it otherwise.
                """);
        for (Path file : referenceFiles()) {
            page.append("\n## ")
                    .append(Book.PROJECT.relativize(file).getName(0))
                    .append("\n\n| setting | default | meaning |\n|---|---|---|\n");
            for (Setting setting : settings(file)) {
                page.append("| `%s` | `%s` | %s |%n"
                        .formatted(
                                setting.path(),
                                setting.value().render(ConfigRenderOptions.concise()),
                                setting.meaning().replace("|", "\\|")));
            }
        }
        Book.assertUpToDate("settings.md", page.toString());
    }

    @Test
    void everySettingIsExplained() throws IOException {
        for (Path file : referenceFiles()) {
            assertThat(settings(file))
                    .as("settings of %s", file)
                    .isNotEmpty()
                    .allSatisfy(setting ->
                            assertThat(setting.meaning()).as(setting.path()).isNotBlank());
        }
    }

    private static List<Path> referenceFiles() throws IOException {
        try (Stream<Path> modules = Files.list(Book.PROJECT)) {
            return modules.map(module -> module.resolve("src/main/resources/reference.conf"))
                    .filter(Files::exists)
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }

    private static List<Setting> settings(Path file) {
        Config config = ConfigFactory.parseFile(file.toFile());
        List<Setting> settings = new ArrayList<>();
        collect("", config.root(), "", settings);
        settings.sort(Comparator.comparingInt(Setting::line));
        return settings;
    }

    /** A setting without a comment of its own is explained by the nearest section around it that has one. */
    private static void collect(String prefix, ConfigObject section, String around, List<Setting> into) {
        for (Map.Entry<String, ConfigValue> entry : section.entrySet()) {
            String path = prefix + entry.getKey();
            String own = entry.getValue().origin().comments().stream()
                    .map(String::strip)
                    .collect(Collectors.joining(" "));
            String meaning = own.isEmpty() ? around : own;
            if (entry.getValue() instanceof ConfigObject inner && !inner.isEmpty()) {
                collect(path + ".", inner, path.equals("substrate") ? "" : meaning, into);
            } else {
                into.add(new Setting(path, entry.getValue(), meaning));
            }
        }
    }
}
