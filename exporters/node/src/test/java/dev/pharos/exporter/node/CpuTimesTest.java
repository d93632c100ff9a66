package dev.pharos.exporter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuTimesTest {

  @TempDir Path proc;

  private final CpuTimes times = new CpuTimes();

  private double[] idleAndUser(String cpu, String stat) throws IOException {
    HostFiles host = new HostFiles(proc.toString(), "", "/", "");
    Files.writeString(proc.resolve("stat"), stat);
    try (HostText text = host.read(host.proc("stat"))) {
      double[] read = times.update(text).getOrDefault(cpu, new double[CpuTimes.FIELDS]);
      return new double[] {read[CpuTimes.IDLE], read[CpuTimes.USER]};
    }
  }

  @Test
  void times_are_seconds_by_cpu_and_the_sum_of_all_is_left_out() throws IOException {
    assertEquals(
        4.5, idleAndUser("0", "cpu  1 1 1 1\ncpu0 100 0 0 450\ncpu1 7 0 0 0\nintr 5\n")[0]);
    Files.writeString(proc.resolve("stat"), "cpu  1 1 1 1\ncpu0 1\ncpu11 1\n");
    HostFiles host = new HostFiles(proc.toString(), "", "/", "");
    try (HostText text = host.read(host.proc("stat"))) {
      assertEquals(Set.of("0", "11"), times.update(text).keySet());
    }
  }

  @Test
  void a_small_step_back_is_not_told() throws IOException {
    idleAndUser("0", "cpu0 100 0 0 450\n");

    double[] after = idleAndUser("0", "cpu0 101 0 0 440\n");

    assertEquals(4.5, after[0]);
    assertEquals(1.01, after[1]);
  }

  @Test
  void a_cpu_that_was_put_in_again_begins_anew() throws IOException {
    idleAndUser("0", "cpu0 100 0 0 1450\n");

    double[] after = idleAndUser("0", "cpu0 5 0 0 20\n");

    assertEquals(0.2, after[0]);
    assertEquals(0.05, after[1]);
  }

  @Test
  void a_cpu_that_is_taken_out_is_forgotten() throws IOException {
    idleAndUser("0", "cpu0 100 0 0 450\n");
    idleAndUser("0", "cpu1 100 0 0 450\n");

    assertEquals(4.4, idleAndUser("0", "cpu0 100 0 0 440\n")[0]);
  }
}
