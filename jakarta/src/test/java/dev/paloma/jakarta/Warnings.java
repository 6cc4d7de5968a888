package dev.paloma.jakarta;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Catches what is logged, which in tests goes to java.util.logging. */
final class Warnings extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("dev.paloma.jakarta");
    private final List<String> texts = new CopyOnWriteArrayList<>();

    private Warnings() {}

    static Warnings caught() {
        Warnings warnings = new Warnings();
        warnings.logger.addHandler(warnings);
        warnings.logger.setUseParentHandlers(false);
        return warnings;
    }

    List<String> texts() {
        return texts;
    }

    @Override
    public void publish(LogRecord logged) {
        texts.add(logged.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
    }
}
