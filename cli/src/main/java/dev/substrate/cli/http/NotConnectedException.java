package dev.substrate.cli.http;

import java.io.IOException;

/** Says that there was no connection to a node; it has not seen the request. */
public final class NotConnectedException extends IOException {

    private static final long serialVersionUID = 1L;

    NotConnectedException(Endpoint endpoint, IOException cause) {
        super("No connection to " + endpoint + ": " + cause.getMessage(), cause);
    }
}
