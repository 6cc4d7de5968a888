package dev.paloma.testkit;

/** Makes a reply out of what the client said. Called on the connection's thread; what it throws fails the test. */
@FunctionalInterface
public interface Answer {
    /** Returns the reply to send; {@link Request#usual()} is what the server would have said by itself. */
    Reply answer(Request request);
}
