package dev.pharos.storage.tsdb;

import dev.pharos.exposition.MetricWriter;
import java.io.IOException;

/** Writes families of one number, which is counted in whole. */
final class Family {

  private Family() {}

  static void gauge(MetricWriter out, String name, String help, long value) throws IOException {
    out.gauge(name, help, (double) value);
  }

  static void counter(MetricWriter out, String name, String help, long value) throws IOException {
    out.counter(name, help, (double) value);
  }
}
