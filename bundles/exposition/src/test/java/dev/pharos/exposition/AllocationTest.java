package dev.pharos.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.pharos.exposition.ExpositionReader.Entry;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AllocationTest {

  private static final int SAMPLES = 10_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @EnumSource(ExpositionFormat.class)
  void a_sample_of_a_known_series_costs_no_memory(ExpositionFormat format) throws Exception {
    StringBuilder text = new StringBuilder("# HELP a_total Of a.\n# TYPE a_total counter\n");
    for (int i = 0; i < SAMPLES; i++) {
      text.append("a_total{b=\"c\\\"d\",e=\"").append(i).append("\"} ").append(Math.PI * i);
      text.append(format == ExpositionFormat.TEXT ? " 1520879607789\n" : " 1520879607.789\n");
    }
    byte[] bytes = text.append("# EOF\n").toString().getBytes(UTF_8);
    ExpositionReader reader = ExpositionReader.of(format);
    readAll(reader, bytes);

    long before = threads.getCurrentThreadAllocatedBytes();
    double sum = readAll(reader, bytes);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertTrue(sum > 0);
    assertTrue(allocated < SAMPLES, allocated + " bytes for " + SAMPLES + " samples");
  }

  private static double readAll(ExpositionReader reader, byte[] bytes) throws Exception {
    double sum = 0;
    reader.reset(bytes, 0, bytes.length);
    for (Entry entry = reader.next(); entry != Entry.END; entry = reader.next()) {
      if (entry == Entry.SERIES) {
        sum += reader.value() + reader.timestampMillis() + reader.seriesLength();
      }
    }
    return sum;
  }
}
