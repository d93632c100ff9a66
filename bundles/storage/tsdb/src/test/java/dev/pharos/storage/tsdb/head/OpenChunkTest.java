package dev.pharos.storage.tsdb.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.pharos.model.StaleNaN;
import dev.pharos.storage.tsdb.chunk.XorWriter;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OpenChunkTest {

  private static final long T0 = 1_700_000_000_000L;

  private static byte[] sealed(Page page) {
    byte[] open = page.open[0];
    assertNotNull(open);
    byte[] bytes = Arrays.copyOf(open, OpenChunk.length(page, 0));
    OpenChunk.putCount(bytes, page.count(0));
    return bytes;
  }

  private static double value(Random random, int kind, double before) {
    return switch (kind) {
      case 0 -> 7;
      case 1 -> before + random.nextInt(100);
      case 2 -> random.nextDouble();
      case 3 -> Double.longBitsToDouble(random.nextLong());
      default -> random.nextInt(10) == 0 ? StaleNaN.VALUE : Math.rint(random.nextGaussian() * 1e3);
    };
  }

  @Test
  void the_bits_are_those_of_the_chunk_writer_whatever_the_samples() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 1000; round++) {
      Page page = new Page(0, 0, 1);
      XorWriter expected = new XorWriter();
      int kind = random.nextInt(5);
      long timestamp = random.nextInt(4) == 0 ? random.nextInt(3) - 1 : T0 + random.nextInt();
      double value = value(random, kind, 0);
      OpenChunk.begin(page, 0, timestamp, Double.doubleToRawLongBits(value));
      expected.append(timestamp, value);
      for (int i = 1 + random.nextInt(219); i > 0; i--) {
        timestamp +=
            switch (random.nextInt(10)) {
              case 0 -> 15_000 + random.nextInt(200);
              case 1 -> 1 + random.nextInt(1_000_000);
              default -> 15_000;
            };
        value = value(random, kind, value);
        OpenChunk.add(page, 0, timestamp, Double.doubleToRawLongBits(value));
        expected.append(timestamp, value);
      }
      assertArrayEquals(expected.seal().bytes(), sealed(page), () -> "seed " + seed);
      assertEquals(timestamp, page.lastMillis[0]);
      assertEquals(expected.firstMillis(), page.firstOpenMillis(0));
    }
  }

  @Test
  void thirty_samples_of_a_constant_take_28_bytes() {
    Page page = new Page(0, 0, 1);
    OpenChunk.begin(page, 0, T0, Double.doubleToRawLongBits(1));
    for (int i = 1; i < 30; i++) {
      OpenChunk.add(page, 0, T0 + i * 15_000L, Double.doubleToRawLongBits(1));
    }
    byte[] open = page.open[0];
    assertNotNull(open);
    assertEquals(28, open.length);
  }
}
