package dev.substrate.testkit.network;

/** Says that the proxies of a network cannot go on. */
final class ProxyFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ProxyFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
