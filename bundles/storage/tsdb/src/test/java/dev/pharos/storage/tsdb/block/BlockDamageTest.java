package dev.pharos.storage.tsdb.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.pharos.identity.api.Access;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.tsdb.series.ChunkSeriesSet;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damages a block in every way that a disk knows. It is then read as before, or fails with an error
 * that names the file and the way out; it never hangs, asks for much memory, or answers what nobody
 * wrote.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BlockDamageTest {

  private static final long SEED = 20_240_229;
  private static final int CASES = 400;
  private static final int SECTOR = 512;

  /** Reading the whole block allocates a tenth of this. */
  private static final long MOST_BYTES = 64 << 20;

  private enum Damage {
    FLIPPED_BIT,
    CUT_OFF,
    MISSING,
    ZEROED_SECTOR,
    WRONG_SECTOR,
    LONGER
  }

  @TempDir static Path shared;
  private static Path written;
  private static BlockReading whole;

  @TempDir Path dir;
  private Path folder;

  @BeforeAll
  static void write() throws IOException {
    written = BlockFixture.write(shared);
    whole = BlockReading.of(written);
    assertEquals(List.of(), whole.failures);
    assertEquals((long) BlockFixture.SERIES, whole.answers.get("0 series"));
  }

  @BeforeEach
  void copy() throws IOException {
    folder = dir.resolve(written.getFileName());
    try (Stream<Path> files = Files.walk(written)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(written.relativize(file)));
      }
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void damage_is_found_or_does_no_harm() throws IOException {
    Random random = new Random(SEED);
    List<Path> files = files();
    assertTrue(files.size() > 6, files::toString);
    Map<Damage, Integer> seen = new EnumMap<>(Damage.class);
    for (int i = 0; i < CASES; i++) {
      // Half of them in the index, which has the most different parts.
      Path file =
          random.nextBoolean()
              ? folder.resolve(IndexFile.FILE)
              : files.get(random.nextInt(files.size()));
      Damage damage = Damage.values()[random.nextInt(Damage.values().length)];
      byte[] original = Files.readAllBytes(file);
      byte[] damaged = damage(original, damage, random);
      if (damaged.length == 0 && damage == Damage.MISSING) {
        Files.delete(file);
      } else {
        Files.write(file, damaged);
      }
      String what = "seed " + SEED + ", case " + i + ": " + damage + " of " + file.getFileName();
      if (isHarmed(file, what)) {
        seen.merge(damage, 1, Integer::sum);
      }
      Files.write(file, original);
    }
    for (Damage damage : Damage.values()) {
      assertTrue(seen.getOrDefault(damage, 0) > 10, () -> "seed " + SEED + ": " + seen);
    }
    assertEquals(whole.answers, BlockReading.of(folder).answers);
  }

  private static byte[] damage(byte[] original, Damage damage, Random random) {
    byte[] bytes = original.clone();
    int at = random.nextInt(bytes.length);
    int end = Math.min(bytes.length, at + SECTOR);
    switch (damage) {
      case FLIPPED_BIT -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case CUT_OFF -> {
        return Arrays.copyOf(bytes, at);
      }
      case MISSING -> {
        return new byte[0];
      }
      case ZEROED_SECTOR -> Arrays.fill(bytes, at, end, (byte) 0);
      case WRONG_SECTOR ->
          System.arraycopy(
              original, random.nextInt(bytes.length - (end - at) + 1), bytes, at, end - at);
      case LONGER -> {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(SECTOR));
        for (int i = bytes.length; i < longer.length; i++) {
          longer[i] = (byte) random.nextInt();
        }
        return longer;
      }
    }
    return bytes;
  }

  /** Reads the block; answers whether the damage was seen. */
  private boolean isHarmed(Path file, String what) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    BlockReading reading;
    try {
      reading = BlockReading.of(folder);
    } catch (RuntimeException | Error e) {
      throw new AssertionError(what, e);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < MOST_BYTES, () -> what + " took " + allocated + " bytes");
    for (IOException failure : reading.failures) {
      String message = String.valueOf(failure.getMessage());
      assertTrue(message.contains(file.toString()), () -> what + " said " + message);
      assertTrue(message.contains("Put a good copy of the block"), () -> what + ": " + message);
      assertTrue(
          failure instanceof DamagedBlockException
              || failure.getCause() instanceof DamagedBlockException,
          () -> what + ": " + failure);
    }
    if (reading.failures.isEmpty()) {
      assertEquals(whole.answers, reading.answers, what);
      return false;
    }
    reading.answers.forEach(
        (question, answer) -> assertEquals(whole.answers.get(question), answer, what));
    return true;
  }

  @Test
  void every_bit_of_the_tombstones_counts() throws IOException {
    Path file = folder.resolve(Tombstones.FILE);
    byte[] original = Files.readAllBytes(file);
    for (int bit = 0; bit < 8 * original.length; bit += 3) {
      byte[] bytes = original.clone();
      bytes[bit >> 3] ^= (byte) (1 << (bit & 7));
      Files.write(file, bytes);
      var e = assertThrows(DamagedBlockException.class, () -> Tombstones.read(folder, 0));
      assertEquals(file, e.file());
    }
  }

  @Test
  void a_description_without_one_of_its_fields_is_refused() throws IOException {
    Path file = folder.resolve(BlockMeta.FILE);
    String original = Files.readString(file);
    for (String name : List.of("ulid", "minTime", "maxTime", "level", "version")) {
      Files.writeString(file, original.replace('"' + name + '"', "\"other\""));
      assertThrows(DamagedBlockException.class, () -> Block.open(folder), name);
    }
    Files.write(file, original.replace("ulid", "ul\u00fcd").getBytes(StandardCharsets.ISO_8859_1));
    assertThrows(DamagedBlockException.class, () -> Block.open(folder));
  }

  @Test
  void a_description_whose_times_hold_too_little_is_refused() throws IOException {
    Path file = folder.resolve(BlockMeta.FILE);
    String original = Files.readString(file);
    Files.writeString(
        file, original.replace("" + BlockFixture.START, "" + (BlockFixture.START + 900_000)));
    assertThrows(DamagedBlockException.class, () -> Block.open(folder));
    Files.writeString(
        file, original.replace("" + BlockFixture.END, "" + (BlockFixture.END - 3_600_000)));
    var e = assertThrows(DamagedBlockException.class, () -> Block.open(folder));
    assertTrue(String.valueOf(e.getMessage()).contains("meta.json"), e::toString);
  }

  @Test
  void a_description_is_refused_whose_times_leave_out_a_sample_of_any_series() throws IOException {
    long end;
    try (Block block = Block.open(folder)) {
      end = block.seenEndMillis();
      assertEquals(end, block.samplesEndMillis());
    }
    Path file = folder.resolve(BlockMeta.FILE);
    String original = Files.readString(file);
    Files.writeString(file, original.replace("" + BlockFixture.END, "" + end));
    Block.open(folder).close();
    Files.writeString(file, original.replace("" + BlockFixture.END, "" + (end - 1)));
    assertThrows(DamagedBlockException.class, () -> Block.open(folder));
  }

  @Test
  void tombstones_that_are_told_of_must_be_there() throws IOException {
    Path file = folder.resolve(Tombstones.FILE);
    Files.delete(file);
    var e = assertThrows(DamagedBlockException.class, () -> Block.open(folder));
    assertTrue(String.valueOf(e.getMessage()).startsWith(file + " is missing. "), e::toString);
  }

  /** Chunks that are whole, and of an encoding that newer servers may write. */
  @Test
  void a_chunk_of_a_newer_server_is_refused_by_name() throws IOException {
    Path file = folder.resolve("chunks/000001");
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer content = ByteBuffer.wrap(bytes).position(ChunkSegments.HEADER_BYTES);
    int length = (content.get() & 0x7f) | content.get() << 7;
    int start = content.position();
    bytes[start] = 4;
    CRC32C crc = new CRC32C();
    crc.update(bytes, start, 1 + length);
    content.putInt(start + 1 + length, (int) crc.getValue());
    Files.write(file, bytes);
    BlockReading reading = BlockReading.of(folder);
    assertTrue(reading.failures.size() >= 1);
    for (IOException failure : reading.failures) {
      String message = String.valueOf(failure.getMessage());
      assertTrue(message.startsWith(file + " at byte " + start), message);
      assertTrue(message.contains("chunk encoding 4 (XOR2"), message);
    }
  }

  @Test
  void a_file_that_becomes_shorter_while_it_is_read_fails_the_query_and_no_more() throws Exception {
    try (Block block = Block.open(folder)) {
      try (RandomAccessFile index =
          new RandomAccessFile(folder.resolve(IndexFile.FILE).toFile(), "rw")) {
        index.setLength(0);
      }
      StorageException e =
          assertThrows(
              StorageException.class,
              () -> {
                try (ChunkSeriesSet set =
                    block.select(
                        Access.system(),
                        new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE),
                        List.of())) {
                  while (set.next()) {
                    set.labels();
                  }
                }
              });
      assertInstanceOf(InternalError.class, e.getCause());
    }
  }
}
