package dev.pharos.storage.tsdb.block;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.storage.tsdb.chunk.XorWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples on the pages of {@code docs/formats} are what is written. */
class SmallestBlockTest {

  @TempDir Path dir;

  private Path folder;

  @BeforeEach
  void write() throws IOException {
    XorWriter writer = new XorWriter();
    writer.append(1000, 1.0);
    writer.append(2000, 1.0);
    writer.append(3000, 2.0);
    Ulid ulid = Ulid.parse("01HF4QNR00000000000000000A").orElseThrow();
    try (BlockWriter block = BlockWriter.create(dir, ulid, 0, 7_200_000)) {
      block.series(Labels.of("__name__", "up", "job", "a"), List.of(writer.seal()));
      block.finish(BlockMeta.Compaction.first(ulid));
    }
    folder = dir.resolve(ulid.toString());
  }

  private void assertHolds(String file, String hex) throws IOException {
    assertEquals(
        hex.replaceAll("\\s", ""),
        HexFormat.of().formatHex(Files.readAllBytes(folder.resolve(file))));
  }

  @Test
  void the_file_of_chunks_is_that_of_the_page() throws IOException {
    assertHolds(
        "chunks/000001",
        """
        85bd40dd 01 000000
        12 01
           0003
           d00f 3ff0000000000000
           e807
           3097ffc0
        79617368
        """);
  }

  @Test
  void the_index_is_that_of_the_page() throws IOException {
    assertHolds(
        "index",
        """
        baaad700 02
        00000017 00000005 00 08 5f5f6e616d655f5f 01 61 03 6a6f62 02 7570 3c59a292
        000000000000000000000000
        0b 02 0104 0302 01 d00f d00f 08 18e0fed2
        0000000c 00000001 00000001 00000004 20d59ba6
        0000000c 00000001 00000001 00000002 06747c4e
        00000008 00000001 00000003 a7692ed2
        00000008 00000001 00000003 a7692ed2
        00000008 00000001 00000003 a7692ed2
        00000015 00000002 01 08 5f5f6e616d655f5f 40 01 03 6a6f62 54 85b43450
        0000001f 00000003 02 00 00 68 02 08 5f5f6e616d655f5f 02 7570 78
          02 03 6a6f62 01 61 8801 978f96ec
        0000000000000005 0000000000000024 0000000000000040
        0000000000000098 0000000000000068 00000000000000b5 bfaf16d7
        """);
  }

  @Test
  void the_tombstones_are_those_of_the_page() throws IOException {
    try (Block block = Block.open(folder)) {
      block.delete(Access.system(), 1500, 2500, List.of());
    }
    assertHolds("tombstones", "0130ba30 01 03 b817 8827 01160339");
  }
}
