package dev.pharos.storage.tsdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.storage.tsdb.compact.Retention;
import dev.pharos.storage.tsdb.wal.LogCompression;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TsdbSettingsTest {

  /** What a configuration gives, with the defaults for what is not named. */
  private static TsdbSettings settings(Map<String, Object> given) {
    Object config =
        Proxy.newProxyInstance(
            TsdbPart.Config.class.getClassLoader(),
            new Class<?>[] {TsdbPart.Config.class},
            (self, method, arguments) ->
                given.getOrDefault(method.getName(), method.getDefaultValue()));
    return TsdbSettings.of((TsdbPart.Config) config);
  }

  private static String refusal(Map<String, Object> given) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> settings(given)).getMessage());
  }

  @Test
  void the_defaults_are_those_of_the_original() {
    TsdbSettings settings = settings(Map.of());
    assertEquals(new Retention(Duration.ofDays(15), 0, 0), settings.retention());
    assertEquals(Path.of("data/wal"), settings.wal());
    assertEquals(128L << 20, settings.log().segmentBytes());
    assertEquals(LogCompression.SNAPPY, settings.log().compression());
    assertEquals(Duration.ofHours(2), settings.blocks().head());
    assertTrue(settings.blocks().merging());
    assertTrue(settings.locks());
    assertTrue(settings.maxSeries() >= 1000, "as many as fit");
  }

  @Test
  void every_key_of_the_launcher_is_read() {
    TsdbSettings settings =
        settings(
            Map.of(
                "retention_time", "30d",
                "retention_size", "50GB",
                "no_lockfile", true,
                "head_series_limit", 7L,
                "wal_segment_size", "16MB",
                "wal_compression_type", "zstd",
                "min_block_duration", "10m",
                "max_block_duration", "1h",
                "allow_overlapping_compaction", false,
                "block_reload_interval", "5s"));
    assertEquals(new Retention(Duration.ofDays(30), 50L << 30, 0), settings.retention());
    assertFalse(settings.locks());
    assertEquals(7, settings.maxSeries());
    assertEquals(16L << 20, settings.log().segmentBytes());
    assertEquals(LogCompression.ZSTD, settings.log().compression());
    assertEquals(Duration.ofMinutes(10), settings.blocks().head());
    assertEquals(Duration.ofHours(1), settings.blocks().longest());
    assertFalse(settings.blocks().merging());
    assertEquals(Duration.ofSeconds(5), settings.blocks().pause());
    assertEquals(
        Path.of("thanos.json"),
        settings(Map.of("delay_compact_file_path", "thanos.json")).blocks().uploads());
    assertEquals(
        64L << 20,
        settings(Map.of("max_block_chunk_segment_size", "64MB")).blocks().segmentBytes());
    assertEquals(
        LogCompression.NONE, settings(Map.of("wal_compression", false)).log().compression());
  }

  @Test
  void a_size_alone_leaves_the_time_open() {
    assertEquals(
        new Retention(Duration.ZERO, 512L << 20, 0),
        settings(Map.of("retention_size", "512MB")).retention());
  }

  @Test
  void what_the_file_says_counts_first() {
    TsdbSettings settings = settings(Map.of("retention_time", "30d"));
    assertEquals(settings.retention(), settings.retention(FileSettings.Retention.NONE));
    assertEquals(
        new Retention(Duration.ofDays(1), 5, 0),
        settings.retention(new FileSettings.Retention(Duration.ofDays(1), 5, 0)));
    assertEquals(
        new Retention(Duration.ofDays(30), 0, 80),
        settings.retention(new FileSettings.Retention(null, 0, 80)));
  }

  @Test
  void values_that_cannot_be_used_are_refused_with_what_to_write() {
    assertEquals(
        "retention.time is 1h; set it to 2h or more, the span of a block",
        refusal(Map.of("retention_time", "1h")));
    assertEquals(
        "retention.size is '50 apples', which is no size; write one such as 512MB or 20GB",
        refusal(Map.of("retention_size", "50 apples")));
    assertEquals(
        "wal.segment.size is 1MB; set it to 10MB or more, and 256MB at most",
        refusal(Map.of("wal_segment_size", "1MB")));
    assertEquals(
        "max.block.duration is 1h; set it to min.block.duration, 2h, or more",
        refusal(Map.of("max_block_duration", "1h")));
    assertEquals(
        "max.block.chunk.segment.size is 8GB; set it to 1MB or more, and 4GB at most",
        refusal(Map.of("max_block_chunk_segment_size", "8GB")));
    assertEquals(
        "min.block.duration is 0s; set it to 2h, or to some seconds for a try",
        refusal(Map.of("min_block_duration", "0s")));
  }
}
