package dev.pharos.exporter.jvm;

import dev.pharos.exposition.MetricWriter;
import java.io.IOException;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;

/** Classes loaded and unloaded. */
final class ClassMetrics {

  private ClassMetrics() {}

  static void write(MetricWriter out) throws IOException {
    ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
    out.gauge(
        "jvm_classes_currently_loaded",
        "The number of classes that are currently loaded in the JVM",
        classes.getLoadedClassCount());
    out.counter(
        "jvm_classes_loaded_total",
        "The total number of classes that have been loaded since the JVM has started execution",
        (double) classes.getTotalLoadedClassCount());
    out.counter(
        "jvm_classes_unloaded_total",
        "The total number of classes that have been unloaded since the JVM has started execution",
        (double) classes.getUnloadedClassCount());
  }
}
