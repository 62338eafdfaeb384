package dev.substrate.cassandra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The settings files of a Cassandra, in the folder {@code conf}; written anew on every start. */
record ServerFiles(CassandraSettings settings) {

    Path yaml() {
        return conf().resolve("cassandra.yaml");
    }

    Path logback() {
        return conf().resolve("logback.xml");
    }

    /** Returns the file with the arguments of the virtual machine, as {@code java @file} takes it. */
    Path arguments() {
        return conf().resolve("java.args");
    }

    void write(Iterable<String> javaArguments) throws IOException {
        Files.createDirectories(conf());
        Files.writeString(
                yaml(),
                filled(
                        "cassandra.yaml",
                        Map.of(
                                "FOLDER", quotable(settings.folder().toString()),
                                "NATIVE_PORT", Integer.toString(settings.nativePort()),
                                "STORAGE_PORT", Integer.toString(settings.storagePort()))));
        Files.writeString(logback(), filled("cassandra-logback.xml", Map.of()));
        Files.writeString(arguments(), quotedLines(javaArguments));
    }

    private Path conf() {
        return settings.folder().resolve("conf");
    }

    private static String filled(String template, Map<String, String> values) {
        String text = read(template);
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("${" + value.getKey() + "}", value.getValue());
        }
        return text;
    }

    private static String read(String resource) {
        try (var stream = ServerFiles.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("There is no " + resource + " beside " + ServerFiles.class);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String quotedLines(Iterable<String> arguments) {
        var lines = new StringBuilder();
        arguments.forEach(
                argument -> lines.append('"').append(quotable(argument)).append("\"\n"));
        return lines.toString();
    }

    /** Between double quotes YAML and argument files want the same. */
    private static String quotable(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
