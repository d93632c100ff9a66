package dev.pharos.storage.tsdb.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.model.StaleNaN;
import dev.pharos.storage.api.StorageException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class XorChunkTest {

  private static void assertReads(PackedChunk chunk, long[] timestamps, double[] values)
      throws StorageException {
    ChunkDecoder reader = new ChunkDecoder();
    reader.reset(chunk.encoding(), chunk.bytes(), 0, chunk.length());
    assertEquals(timestamps.length, reader.count());
    for (int i = 0; i < reader.count(); i++) {
      assertTrue(reader.next());
      assertEquals(timestamps[i], reader.timestampMillis(), "timestamp of sample " + i);
      assertEquals(
          Double.doubleToRawLongBits(values[i]),
          Double.doubleToRawLongBits(reader.value()),
          "value of sample " + i);
    }
    assertFalse(reader.next());
  }

  /** Worked out by hand from the layout in the format's documentation. */
  @Test
  void the_bytes_are_those_of_the_format() {
    XorWriter writer = new XorWriter();
    writer.append(1000, 1.0);
    writer.append(2000, 1.0);
    writer.append(3000, 2.0);
    writer.append(4001, 2.0);

    // 0004          four samples
    // d00f          1000 as zigzag varint
    // 3ff0…         1.0
    // e807          1000 as uvarint
    // 0             the same value
    // 0             the same step
    // 11 00001 001011 11111111111   1.0 ^ 2.0 = 7ff0…: 1 leading zero, 11 bits
    // 10 00000000000001             one more than the step before
    // 0             the same value, and 5 bits to the end of the byte
    String bits =
        "0" + "0" + "11" + "00001" + "001011" + "11111111111" + "10" + "00000000000001" + "0";
    StringBuilder tail = new StringBuilder();
    String padded = bits + "0".repeat((8 - bits.length() % 8) % 8);
    for (int i = 0; i < padded.length(); i += 8) {
      tail.append("%02x".formatted(Integer.parseInt(padded.substring(i, i + 8), 2)));
    }
    assertEquals(
        "0004" + "d00f" + "3ff0000000000000" + "e807" + tail,
        HexFormat.of().formatHex(writer.seal().bytes()));
  }

  @Test
  void steps_of_every_width_are_read_back() throws Exception {
    long[] changes = {
      0, 1, -1, 8191, 8192, 8193, -8191, -8192, 65536, 65537, -65535, -65536, 524288, 524289,
      -524287, -524288, 1L << 40
    };
    XorWriter writer = new XorWriter();
    long[] timestamps = new long[changes.length + 2];
    double[] values = new double[timestamps.length];
    long step = 2_000_000;
    timestamps[0] = -5;
    timestamps[1] = timestamps[0] + step;
    writer.append(timestamps[0], 0);
    writer.append(timestamps[1], 0);
    for (int i = 0; i < changes.length; i++) {
      step += changes[i];
      timestamps[i + 2] = timestamps[i + 1] + step;
      writer.append(timestamps[i + 2], 0);
    }
    assertReads(writer.seal(), timestamps, values);
  }

  @Test
  void values_with_every_bit_set_or_clear_are_read_back() throws Exception {
    double[] values = {
      0,
      -0.0,
      1,
      StaleNaN.VALUE,
      Double.NaN,
      Double.longBitsToDouble(-1L),
      Double.MIN_VALUE,
      Double.longBitsToDouble(0x8000000000000001L),
      1e300,
      1e300,
      Double.NEGATIVE_INFINITY
    };
    XorWriter writer = new XorWriter();
    long[] timestamps = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      timestamps[i] = i;
      writer.append(i, values[i]);
    }
    assertReads(writer.seal(), timestamps, values);
  }

  @Test
  void random_samples_are_read_back() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int run = 0; run < 300; run++) {
      XorWriter writer = new XorWriter();
      int count = 1 + random.nextInt(PackedChunk.FULL_SAMPLES);
      long[] timestamps = new long[count];
      double[] values = new double[count];
      long timestamp = random.nextLong() >> 8;
      for (int i = 0; i < count; i++) {
        timestamp += 1 + (random.nextLong() >>> (20 + random.nextInt(43)));
        timestamps[i] = timestamp;
        values[i] =
            random.nextInt(3) == 0
                ? Double.longBitsToDouble(random.nextLong())
                : random.nextInt(50);
        writer.append(timestamps[i], values[i]);
      }
      try {
        assertReads(writer.seal(), timestamps, values);
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + ", run " + run, e);
      }
    }
  }
}
