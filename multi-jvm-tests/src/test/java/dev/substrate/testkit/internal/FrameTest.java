package dev.substrate.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FrameTest {

    private final ByteArrayOutputStream pipe = new ByteArrayOutputStream();
    private final FrameWriter writer = new FrameWriter(pipe);

    @Test
    void framesAreReadAsTheyWereWritten() throws IOException {
        writer.write(new Frame(Frame.Kind.CALL, 1, new byte[0]));
        writer.write(new Frame(Frame.Kind.FAILURE, Long.MAX_VALUE, new byte[] {0, -1, 127}));

        var reader = new FrameReader(new ByteArrayInputStream(pipe.toByteArray()));

        assertThat(reader.read()).hasValueSatisfying(frame -> {
            assertThat(frame.kind()).isEqualTo(Frame.Kind.CALL);
            assertThat(frame.callId()).isEqualTo(1);
            assertThat(frame.payload()).isEmpty();
        });
        assertThat(reader.read()).hasValueSatisfying(frame -> {
            assertThat(frame.kind()).isEqualTo(Frame.Kind.FAILURE);
            assertThat(frame.callId()).isEqualTo(Long.MAX_VALUE);
            assertThat(frame.payload()).containsExactly(0, -1, 127);
        });
        assertThat(reader.read()).isEmpty();
    }

    @Test
    void aFrameThatBreaksOffIsAnError() throws IOException {
        writer.write(new Frame(Frame.Kind.RESULT, 1, new byte[100]));
        byte[] cut = Arrays.copyOf(pipe.toByteArray(), 50);

        assertThatThrownBy(() -> new FrameReader(new ByteArrayInputStream(cut)).read())
                .isInstanceOf(EOFException.class);
    }

    @Test
    void somethingElseThanFramesIsAnError() {
        byte[] noise = "WARNING: something".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> new FrameReader(new ByteArrayInputStream(noise)).read())
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Not a frame");
    }
}
