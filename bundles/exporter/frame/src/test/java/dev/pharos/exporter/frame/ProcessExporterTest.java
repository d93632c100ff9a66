package dev.pharos.exporter.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pharos.exporter.api.Exporter;
import dev.pharos.exporter.api.ExporterRequest;
import dev.pharos.exporter.testkit.ExporterContract;
import dev.pharos.exporter.testkit.Exposition;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessExporterTest extends ExporterContract {

  @TempDir Path folder;

  @Override
  protected Exporter exporter() throws Exception {
    Path status = folder.resolve("status");
    Files.writeString(status, "Name:\tjava\nVmSize:\t    2048 kB\nVmRSS:\t 1024 kB\n");
    return new ProcessExporter("1.2.3", status);
  }

  @Test
  void memory_is_told_in_bytes() throws Exception {
    Exposition told = Exposition.of(exporter(), ExporterRequest.PLAIN);

    assertEquals(1024.0 * 1024, told.value("process_resident_memory_bytes"));
    assertEquals(2048.0 * 1024, told.value("process_virtual_memory_bytes"));
  }

  @Test
  void a_host_that_does_not_tell_memory_has_none_told() throws Exception {
    Exporter exporter = new ProcessExporter("1.2.3", folder.resolve("none"));

    Exposition told = Exposition.of(exporter, ExporterRequest.PLAIN);

    assertEquals(false, told.help().containsKey("process_resident_memory_bytes"));
    assertEquals(true, told.help().containsKey("process_start_time_seconds"));
  }

  @Test
  void promtool_has_nothing_to_complain_of() throws Exception {
    Path promtool = Path.of("/usr/bin/promtool");
    assumeTrue(
        Files.isExecutable(promtool) || System.getenv("CI") != null,
        "the package prometheus is not installed");
    Path metrics = folder.resolve("metrics");
    Files.writeString(metrics, Exposition.of(exporter(), ExporterRequest.PLAIN).text());

    Process check =
        new ProcessBuilder(promtool.toString(), "check", "metrics")
            .redirectInput(metrics.toFile())
            .redirectErrorStream(true)
            .start();

    assertEquals("", new String(check.getInputStream().readAllBytes(), UTF_8));
    assertEquals(0, check.waitFor());
  }
}
