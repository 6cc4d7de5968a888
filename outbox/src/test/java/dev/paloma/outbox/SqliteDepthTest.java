package dev.paloma.outbox;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteDepthTest extends DepthContract {
    @TempDir
    private Path folder;

    @Override
    Place place() {
        return new SqlitePlace(folder);
    }
}
