package dev.pharos.storage.tsdb.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.StorageTool;
import dev.pharos.storage.testkit.Reading;
import dev.pharos.storage.tsdb.block.Block;
import dev.pharos.storage.tsdb.block.Promtool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tool on blocks that the original has written. */
class TsdbToolTest {

  private static final int SERIES = 5;
  private static final int SAMPLES = 200;

  private static final TimeRange ALWAYS = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

  @TempDir Path folder;

  private final TsdbTool tool = new TsdbTool();
  private final List<StorageTool.Finding> findings = new ArrayList<>();

  private Path block() throws Exception {
    StringBuilder text = new StringBuilder("# TYPE request gauge\n");
    for (int i = 0; i < SERIES; i++) {
      for (int j = 0; j < SAMPLES; j++) {
        text.append("request{i=\"%d\"} %d %d\n".formatted(i, j * i, 1_700_006_400L + 15L * j));
      }
    }
    return Promtool.createBlocks(folder, text.append("# EOF\n").toString()).getFirst();
  }

  private static Path data(Path block) {
    return Objects.requireNonNull(block.getParent());
  }

  private void check(Path data) throws IOException {
    tool.check(data, findings::add, progress -> {});
  }

  @Test
  void blocks_are_listed_as_their_meta_tells() throws Exception {
    Path block = block();
    StorageTool.Block listed = tool.blocks(data(block)).getFirst();
    assertEquals(block.getFileName().toString(), listed.ulid());
    assertEquals(SERIES, listed.series());
    assertEquals((long) SERIES * SAMPLES, listed.samples());
    assertTrue(listed.bytes() > Files.size(block.resolve("index")));
  }

  @Test
  void a_sound_block_has_no_findings() throws Exception {
    check(data(block()));
    assertEquals(List.of(), findings);
  }

  @Test
  void a_changed_byte_of_a_chunk_is_found_and_the_file_named() throws Exception {
    Path block = block();
    Path chunks = block.resolve("chunks/000001");
    byte[] bytes = Files.readAllBytes(chunks);
    bytes[bytes.length / 2] ^= 4;
    Files.write(chunks, bytes);
    check(data(block));
    assertEquals(1, findings.size(), findings::toString);
    assertTrue(findings.getFirst().toString().contains("000001"), findings::toString);
  }

  @Test
  void a_missing_index_and_a_wrong_count_are_found() throws Exception {
    Path block = block();
    Path meta = block.resolve("meta.json");
    Files.writeString(meta, Files.readString(meta).replace(": 1000", ": 1001"));
    check(data(block));
    assertTrue(
        findings.getFirst().fault().contains("tells of 1001 samples, found 1000"),
        findings::toString);
    findings.clear();
    Files.delete(block.resolve("index"));
    check(data(block));
    assertTrue(findings.getFirst().toString().contains("index"), findings::toString);
  }

  @Test
  void an_end_that_is_told_too_late_is_found() throws Exception {
    Path block = block();
    Path meta = block.resolve("meta.json");
    Files.writeString(
        meta, Files.readString(meta).replaceFirst("\"maxTime\": 1", "\"maxTime\": 3"));
    check(data(block));
    assertEquals(1, findings.size(), findings::toString);
    assertTrue(findings.getFirst().fault().contains("no full minute"), findings::toString);
  }

  @Test
  void a_block_whose_samples_are_all_deleted_is_sound_and_read_as_empty() throws Exception {
    Path folder = block();
    try (Block block = Block.open(folder)) {
      block.delete(Access.system(), 0, Long.MAX_VALUE, List.of());
    }
    check(data(folder));
    assertEquals(List.of(), findings);
    try (StorageTool.Reading reading = tool.open(data(folder))) {
      assertEquals(Map.of(), Reading.all(reading, Access.system(), ALWAYS));
    }
  }

  @Test
  void what_the_tool_makes_is_a_block_that_it_and_the_original_read() throws Exception {
    Path data = folder.resolve("made");
    StorageTool.Block made;
    try (StorageTool.Making making = tool.make(data)) {
      for (int i = 0; i < 300; i++) {
        making.append(Labels.of("__name__", "b", "l", "1"), 1_700_000_000_000L + i * 15_000L, i);
        making.append(Labels.of("__name__", "a"), 1_700_000_000_000L + i * 15_000L, -i);
      }
      assertThrows(
          IOException.class,
          () -> making.append(Labels.of("__name__", "a"), 1_700_000_000_000L, 0));
      made = making.finish().getFirst();
    }
    assertEquals(600, made.samples());
    assertEquals(2, made.series());
    assertEquals(1_700_000_000_000L, made.minMillis());
    check(data);
    assertEquals(List.of(), findings);
    assertEquals(600, Promtool.dump(data).size());
  }

  @Test
  void nothing_is_made_of_no_samples() throws Exception {
    Path data = folder.resolve("made");
    try (StorageTool.Making making = tool.make(data)) {
      assertEquals(List.of(), making.finish());
    }
    assertFalse(Files.exists(data));
  }
}
