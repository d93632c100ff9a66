package dev.pharos.exporter.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pharos.exporter.api.Exporter;
import dev.pharos.exporter.api.ExporterRequest;
import dev.pharos.exporter.testkit.ExporterContract;
import dev.pharos.exporter.testkit.Exposition;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderExporterTest extends ExporterContract {

  @TempDir Path folder;

  @Override
  protected Exporter exporter() throws Exception {
    Files.writeString(folder.resolve("a.txt"), "some text");
    return new FolderExporter(folder);
  }

  @Test
  void files_are_counted_and_folders_in_the_folder_are_not() throws Exception {
    Files.createDirectory(folder.resolve("b"));
    Files.writeString(folder.resolve("c.txt"), "more text!");

    Exposition told = Exposition.of(exporter(), ExporterRequest.PLAIN);

    String name = folder.toString();
    assertEquals(2, told.value("example_folder_files", "folder", name));
    assertEquals(19, told.value("example_folder_size_bytes", "folder", name));
  }

  @Test
  void a_folder_that_is_not_there_fails_and_tells_nothing() {
    Exporter exporter = new FolderExporter(folder.resolve("none"));

    assertThrows(NoSuchFileException.class, () -> Exposition.of(exporter, ExporterRequest.PLAIN));
  }
}
