package dev.paloma.outbox;

/**
 * A job on its way.
 *
 * @param loaded what was sent
 * @param worker under whose number it was begun
 * @param began in milliseconds
 * @param ended in milliseconds; 0 while it is on its way
 */
record Flight(Loaded loaded, long worker, long began, long ended) {
    Flight endedAt(long now) {
        return new Flight(loaded, worker, began, now);
    }

    Finish.Span span() {
        return new Finish.Span(began, ended);
    }
}
