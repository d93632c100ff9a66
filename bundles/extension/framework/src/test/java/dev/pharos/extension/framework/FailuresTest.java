package dev.pharos.extension.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleException;

class FailuresTest {

  @Test
  void a_failure_is_told_by_its_innermost_cause() {
    Exception failure =
        new BundleException(
            "Activator start error",
            new RuntimeException("outer", new IllegalStateException("no file x")));

    assertEquals(
        "failed when it started: IllegalStateException: no file x", Failures.words(failure));
  }

  @Test
  void what_the_framework_itself_says_stands_as_it_is() {
    assertEquals(
        "Unable to resolve a: missing requirement b",
        Failures.words(new BundleException("Unable to resolve a: missing requirement b")));
  }

  @Test
  void a_copy_out_of_the_log_reads_like_the_original() {
    assertEquals(
        "Not found: a",
        Failures.words(
            "org.apache.felix.log.LogException: org.osgi.framework.BundleException: Not found: a"));
  }
}
