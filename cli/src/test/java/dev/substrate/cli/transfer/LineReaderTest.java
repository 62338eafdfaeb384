package dev.substrate.cli.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LineReaderTest {

    @Test
    void linesAreCountedFromOneAndTheLastNeedsNoLineFeed() throws IOException {
        LineReader reader = reader("a\n\nccc");

        assertThat(next(reader)).isEqualTo("a");
        assertThat(reader.number()).isEqualTo(1);
        assertThat(next(reader)).isEmpty();
        assertThat(next(reader)).isEqualTo("ccc");
        assertThat(reader.number()).isEqualTo(3);
        assertThat(reader.bytesRead()).isEqualTo(6);
        assertThat(reader.next()).isNull();
    }

    @Test
    void aLineThatIsTooLongIsCutOffAndTheNextIsWhole() throws IOException {
        LineReader reader =
                reader("x".repeat(LineReader.LINE_BYTES_MAX + 1) + "\nnext\n" + "y".repeat(LineReader.LINE_BYTES_MAX));

        assertThat(reader.next()).hasSize(LineReader.LINE_BYTES_MAX);
        assertThat(reader.tooLong()).isTrue();
        assertThat(next(reader)).isEqualTo("next");
        assertThat(reader.tooLong()).isFalse();
        assertThat(reader.next()).hasSize(LineReader.LINE_BYTES_MAX);
        assertThat(reader.tooLong()).isFalse();
        assertThat(reader.next()).isNull();
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstLine() throws IOException {
        assertThat(next(reader("\uFEFFa\n"))).isEqualTo("a");
    }

    private static LineReader reader(String text) {
        return new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String next(LineReader reader) throws IOException {
        return new String(reader.next(), StandardCharsets.UTF_8);
    }
}
