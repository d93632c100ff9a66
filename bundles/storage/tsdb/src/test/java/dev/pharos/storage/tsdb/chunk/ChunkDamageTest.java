package dev.pharos.storage.tsdb.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.pharos.storage.api.SampleCursor.Kind;
import dev.pharos.storage.api.StorageException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Bytes that a checksum would have refused: a decoder ends, with an error or with as many samples
 * as told, and asks for no more memory than the bytes can stand for.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChunkDamageTest {

  private static final long SEED = 4711;
  private static final int CASES = 5_000;
  private static final long MOST_BYTES = 4 << 20;

  private final Random random = new Random(SEED);
  private final ChunkDecoder decoder = new ChunkDecoder();

  private byte[] chunk(Encoding encoding) {
    if (encoding == Encoding.XOR) {
      XorWriter writer = new XorWriter();
      for (int i = 0; i < 60; i++) {
        writer.append(15_000L * i + random.nextInt(50), random.nextGaussian());
      }
      return writer.seal().bytes();
    }
    boolean floats = encoding == Encoding.FLOAT_HISTOGRAM;
    RandomHistograms source =
        new RandomHistograms(random, floats, random.nextBoolean(), random.nextInt(3) == 0);
    HistogramEncoder encoder = HistogramEncoder.begin(null, 0, source.next());
    for (int i = 1; i < 60 && encoder.append(15_000L * i, source.next()); i++) {
      // As many as the chunk takes.
    }
    return encoder.seal();
  }

  @ParameterizedTest
  @EnumSource
  void damaged_bytes_end_in_an_error_or_in_samples(Encoding encoding) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int errors = 0;
    for (int i = 0; i < CASES; i++) {
      byte[] bytes = damaged(chunk(encoding));
      long before = threads.getCurrentThreadAllocatedBytes();
      try {
        assertEquals(told(bytes), read(encoding, bytes));
      } catch (StorageException e) {
        assertNotNull(e.getMessage());
        errors++;
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + SEED + ", case " + i, e);
      }
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      assertTrue(allocated < MOST_BYTES, "seed " + SEED + ", case " + i + ": " + allocated);
    }
    assertTrue(errors > CASES / 10, "only " + errors + " errors");
  }

  private byte[] damaged(byte[] chunk) {
    if (random.nextInt(4) == 0) {
      return Arrays.copyOf(chunk, random.nextInt(chunk.length));
    }
    for (int i = random.nextInt(6); i >= 0; i--) {
      // Early bytes tell how what follows is to be read.
      int at = random.nextInt(random.nextBoolean() ? Math.min(24, chunk.length) : chunk.length);
      chunk[at] = (byte) random.nextInt();
    }
    return chunk;
  }

  private static int told(byte[] bytes) {
    return bytes.length < 2 ? -1 : (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
  }

  private int read(Encoding encoding, byte[] bytes) throws StorageException {
    decoder.reset(encoding, bytes, 0, bytes.length);
    int samples = 0;
    while (decoder.next()) {
      if (decoder.kind() == Kind.HISTOGRAM && samples % 50 == 0) {
        assertNotNull(decoder.histogram());
      }
      samples++;
    }
    return samples;
  }
}
