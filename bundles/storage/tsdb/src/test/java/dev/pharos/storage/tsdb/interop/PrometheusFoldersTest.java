package dev.pharos.storage.tsdb.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.storage.api.StorageTool;
import dev.pharos.storage.tsdb.TsdbSettings;
import dev.pharos.storage.tsdb.TsdbStatus;
import dev.pharos.storage.tsdb.TsdbStorage;
import dev.pharos.storage.tsdb.tool.TsdbTool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus has written opens here with every sample equal. */
@Timeout(120)
class PrometheusFoldersTest {

  @TempDir Path dir;

  @BeforeEach
  void requirePeer() {
    Peer.require();
  }

  @Test
  void a_folder_of_a_prometheus_that_was_stopped_opens_with_every_sample_equal() throws Exception {
    Path data = dir.resolve("data");
    try (Target target = new Target();
        Peer peer = Peer.start(data, target.config())) {
      target.awaitScrapes(30);
      peer.stop();
    }
    assertSame(data, 30 * 30);
  }

  @Test
  void a_folder_of_a_prometheus_that_was_killed_opens_with_every_sample_equal() throws Exception {
    Path data = dir.resolve("data");
    try (Target target = new Target();
        Peer peer = Peer.start(data, target.config(), "--no-storage.tsdb.wal-compression")) {
      target.awaitScrapes(30);
      peer.kill();
    }
    assertSame(data, 29 * 30);
  }

  @Test
  void a_folder_with_blocks_and_deleted_samples_opens_with_every_sample_equal() throws Exception {
    Path data = dir.resolve("data");
    String[] flags = {
      "--storage.tsdb.min-block-duration=2s",
      "--storage.tsdb.max-block-duration=6s",
      "--web.enable-admin-api"
    };
    try (Target target = new Target();
        Peer peer = Peer.start(data, target.config(), flags)) {
      do {
        target.awaitScrapes(10);
      } while (new TsdbTool().blocks(data).size() < 2);
      peer.post("admin/tsdb/delete_series?match%5B%5D=constant");
      target.awaitScrapes(10);
      peer.kill();
    }
    assertSame(data, 50 * 30);
  }

  /** The check finds no fault; the tool and then the database read what promtool reads. */
  private static void assertSame(Path data, int atLeast) throws Exception {
    List<String> expected = Peer.dump(data);
    assertTrue(expected.size() >= atLeast, () -> expected.size() + " samples");
    List<StorageTool.Finding> findings = new ArrayList<>();
    TsdbTool tool = new TsdbTool();
    tool.check(data, findings::add, place -> {});
    assertEquals(List.of(), findings);
    try (StorageTool.Reading reading = tool.open(data)) {
      Dump.assertSame(expected, Dump.of(reading), "the tool");
    }
    TsdbSettings settings = TsdbSettings.of(data, Duration.ofDays(15));
    try (TsdbStorage storage = TsdbStorage.open(settings, new TsdbStatus(settings.retention()))) {
      Dump.assertSame(expected, Dump.of(storage), "the database");
    }
    Dump.assertSame(expected, Peer.dump(data), "what this database has left behind");
  }
}
