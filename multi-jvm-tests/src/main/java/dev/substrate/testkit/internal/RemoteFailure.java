package dev.substrate.testkit.internal;

import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/**
 * An exception as text, so that it travels whatever its causes hold on to.
 *
 * @param className the exception's class
 * @param message its message
 * @param stackTrace what {@code printStackTrace} prints, causes included
 */
public record RemoteFailure(String className, @Nullable String message, String stackTrace) implements Serializable {

    /** Describes an exception. */
    public static RemoteFailure of(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return new RemoteFailure(thrown.getClass().getName(), thrown.getMessage(), text.toString());
    }
}
