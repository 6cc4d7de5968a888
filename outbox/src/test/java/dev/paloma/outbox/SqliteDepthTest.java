package dev.paloma.outbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteDepthTest extends DepthContract {
    @TempDir
    private Path folder;

    @Override
    Place place() throws IOException {
        return new SqlitePlace(Files.createTempDirectory(folder, "outbox"));
    }
}
