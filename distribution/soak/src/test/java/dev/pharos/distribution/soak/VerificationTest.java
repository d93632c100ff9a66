package dev.pharos.distribution.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Metadata;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleCursor;
import dev.pharos.storage.api.SeriesSet;
import dev.pharos.storage.api.StorageTool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The eye that looks for lost samples sees them. */
class VerificationTest {

  private final Load load = new Load(1, 1, 1_000_000, 1000);
  private final Ledger ledger = new Ledger();
  private final Verification verification = new Verification(load, List.of(ledger));
  private final List<Long> steps = new ArrayList<>();
  private long shiftMillis;
  private double wrongBy;

  private void acknowledged(long last) {
    ledger.sending(last);
    ledger.acknowledge(last);
    for (long step = 0; step <= last; step++) {
      steps.add(step);
    }
  }

  private String fault() {
    String message =
        assertThrows(AssertionError.class, () -> verification.read(new OneSeries())).getMessage();
    return String.valueOf(message);
  }

  @Test
  void all_samples_are_found() throws IOException {
    acknowledged(9);

    assertEquals(10, verification.read(new OneSeries()));
  }

  @Test
  void a_sample_that_was_in_flight_may_be_there() throws IOException {
    acknowledged(9);
    ledger.sending(10);
    steps.add(10L);

    assertEquals(11, verification.read(new OneSeries()));
  }

  @Test
  void a_deleted_sample_must_be_gone() throws IOException {
    acknowledged(9);
    ledger.delete(new Ledger.Deletion(0, 3, 3));

    assertTrue(fault().contains("step 3, which was deleted"), this::fault);
    steps.remove(3L);
    assertEquals(9, verification.read(new OneSeries()));
  }

  @Test
  void a_missing_sample_is_noticed_in_the_middle_and_at_the_end() {
    acknowledged(9);
    steps.remove(5L);
    assertTrue(fault().contains("step 6 after step 4"), this::fault);

    steps.add(5, 5L);
    steps.remove(9L);
    assertTrue(fault().contains("after step 8"), this::fault);
  }

  @Test
  void a_sample_twice_or_never_written_or_with_another_value_is_noticed() {
    acknowledged(9);
    steps.add(5, 4L);
    assertTrue(fault().contains("step 4 again"), this::fault);
    steps.remove(5);

    steps.add(10L);
    assertTrue(fault().contains("never written"), this::fault);
    steps.removeLast();

    shiftMillis = 1;
    assertTrue(fault().contains("never written"), this::fault);
    shiftMillis = 0;

    wrongBy = 1;
    assertTrue(fault().contains("step 0 with value 1.0"), this::fault);
  }

  /** A storage with one series, whose samples the test lists. */
  private final class OneSeries implements StorageTool.Reading {

    @Override
    public SeriesSet select(Access access, TimeRange range, List<Matcher> matchers) {
      return new SeriesSet() {
        private boolean told;

        @Override
        public boolean next() {
          boolean first = !told;
          told = true;
          return first;
        }

        @Override
        public Labels labels() {
          return load.labels(0, 0);
        }

        @Override
        public SampleCursor samples() {
          return new Cursor();
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public List<String> labelNames(
        Access access, TimeRange range, List<Matcher> matchers, int limit) {
      return List.of();
    }

    @Override
    public List<String> labelValues(
        Access access, String name, TimeRange range, List<Matcher> matchers, int limit) {
      return List.of();
    }

    @Override
    public Map<Labels, List<Exemplar>> exemplars(
        Access access, TimeRange range, List<Matcher> matchers) {
      return Map.of();
    }

    @Override
    public Map<String, Metadata> metadata(Access access) {
      return Map.of();
    }

    @Override
    public void close() {}
  }

  private final class Cursor implements SampleCursor {
    private int at = -1;

    @Override
    public Kind next() {
      at++;
      return at < steps.size() ? Kind.VALUE : Kind.END;
    }

    @Override
    public Kind seek(long timestampMillis) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long timestampMillis() {
      return load.millis(steps.get(at)) + shiftMillis;
    }

    @Override
    public double value() {
      return load.value(0, 0, steps.get(at)) + wrongBy;
    }

    @Override
    public NativeHistogram histogram() {
      throw new UnsupportedOperationException();
    }
  }
}
