package dev.pharos.dashboard.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.dashboard.api.Dashboard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentReaderTest {

  private static final String GOOD =
      """
      {"title": "Good", "panels": [{"type": "stat", "grid": {}, "queries": [{"expr": "up"}]}]}
      """;

  @TempDir Path folder;

  @Test
  void the_uid_is_made_of_symbolic_name_and_file_name() throws IOException {
    Files.writeString(folder.resolve("host.json"), GOOD);

    var content = ContentReader.read(FakeBundle.of("dev.pharos.exporter.node", folder));

    assertEquals(
        List.of("bundle:dev.pharos.exporter.node:host"),
        content.dashboards().stream().map(Dashboard::uid).toList());
  }

  @Test
  void a_broken_file_is_named_and_harms_nothing_else() throws IOException {
    Files.writeString(folder.resolve("bad.json"), "{\"title\": \"Bad\"}");
    Files.writeString(folder.resolve("good.json"), GOOD);

    var content = ContentReader.read(FakeBundle.of("b", folder));

    assertEquals(List.of("Good"), content.dashboards().stream().map(Dashboard::title).toList());
    assertEquals(
        List.of(
            "b: META-INF/pharos/dashboards/bad.json: panels: there is none; give the dashboard a"
                + " panel"),
        content.problems());
  }

  @Test
  void a_bundle_without_dashboards_brings_nothing() {
    assertTrue(ContentReader.read(FakeBundle.of("b", folder)).isEmpty());
  }

  @Test
  void a_file_beyond_all_measure_is_not_read() throws IOException {
    Files.write(folder.resolve("huge.json"), new byte[(4 << 20) + 1]);

    assertEquals(
        List.of(
            "b: META-INF/pharos/dashboards/huge.json: cannot be read: it is larger than 4194304"
                + " bytes"),
        ContentReader.read(FakeBundle.of("b", folder)).problems());
  }
}
