package dev.paloma.message;

import java.io.IOException;

/**
 * Content that can't be written as promised: a file that vanished or changed since the message was built, a stream that
 * failed. Whoever sends must not end the content as if it were whole.
 */
public final class ContentException extends IOException {
    public ContentException(String message) {
        super(message);
    }

    public ContentException(String message, Throwable cause) {
        super(message, cause);
    }
}
