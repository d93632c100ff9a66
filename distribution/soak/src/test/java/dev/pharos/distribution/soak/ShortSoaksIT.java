package dev.pharos.distribution.soak;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The long runs in a form short enough for every change. */
@Timeout(300)
class ShortSoaksIT {

  private static final Path PROGRAM =
      Path.of(System.getProperty("pharos.home", "../target/pharos"), "bin", "pharos")
          .toAbsolutePath();

  @TempDir Path dir;

  @Test
  void acknowledged_samples_survive_kills() throws Exception {
    new KillSoak(PROGRAM, dir, 3, 1, 20_000, System.out).run();
  }

  @Test
  void damage_is_told_of_and_never_changes_a_sample() throws Exception {
    new CorruptSoak(PROGRAM, dir, 40, 1, System.out).run();
  }
}
