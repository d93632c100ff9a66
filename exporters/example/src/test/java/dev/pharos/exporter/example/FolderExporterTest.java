package dev.pharos.exporter.example;

import dev.pharos.exporter.api.Exporter;
import dev.pharos.exporter.testkit.ExporterContract;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FolderExporterTest extends ExporterContract {

  @TempDir Path folder;

  @Override
  protected Exporter exporter() throws Exception {
    Files.writeString(folder.resolve("a.txt"), "some text");
    return new FolderExporter(folder);
  }
}
