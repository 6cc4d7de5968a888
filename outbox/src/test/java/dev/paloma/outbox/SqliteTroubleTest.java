package dev.paloma.outbox;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteTroubleTest extends TroubleContract {
    @TempDir
    Path folder;

    @Override
    Place place() {
        return new SqlitePlace(folder);
    }
}
