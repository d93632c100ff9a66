package dev.pharos.storage.tsdb.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pharos.identity.api.Access;
import dev.pharos.model.GoFloat;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Quoted;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleCursor;
import dev.pharos.storage.api.SeriesReader;
import dev.pharos.storage.api.SeriesSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Every value of a storage, one a line, as promtool tells them. */
public final class Dump {

  private Dump() {}

  public static List<String> of(SeriesReader reader) throws IOException {
    List<String> lines = new ArrayList<>();
    Matcher all = new Matcher(Matcher.Type.REGEX, Labels.METRIC_NAME, ".*");
    TimeRange always = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);
    try (SeriesSet set = reader.select(Access.system(), always, List.of(all))) {
      while (set.next()) {
        String series = text(set.labels());
        SampleCursor samples = set.samples();
        for (SampleCursor.Kind kind = samples.next();
            kind != SampleCursor.Kind.END;
            kind = samples.next()) {
          if (kind == SampleCursor.Kind.VALUE) {
            lines.add(
                series + " " + GoFloat.general(samples.value()) + " " + samples.timestampMillis());
          }
        }
      }
    }
    lines.sort(null);
    return lines;
  }

  /** Tells the first line in which two dumps differ, not all of both. */
  public static void assertSame(List<String> expected, List<String> found, String of) {
    for (int i = 0; i < Math.min(expected.size(), found.size()); i++) {
      assertEquals(expected.get(i), found.get(i), of + ", line " + (i + 1));
    }
    assertEquals(expected.size(), found.size(), () -> "lines of " + of);
  }

  private static String text(Labels labels) {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < labels.size(); i++) {
      text.append(i == 0 ? "" : ", ").append(labels.name(i)).append('=');
      Quoted.append(text, labels.value(i));
    }
    return text.append('}').toString();
  }
}
