package dev.pharos.exporter.jvm;

import dev.pharos.exporter.api.Exporter;
import dev.pharos.exporter.testkit.ExporterContract;
import org.junit.jupiter.api.AfterEach;

class JvmExporterTest extends ExporterContract {

  private final JvmExporter exporter = new JvmExporter();

  @AfterEach
  void close() {
    exporter.close();
  }

  @Override
  protected Exporter exporter() {
    return exporter;
  }
}
