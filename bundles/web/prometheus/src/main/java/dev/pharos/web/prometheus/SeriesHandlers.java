package dev.pharos.web.prometheus;

import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SeriesReader;
import dev.pharos.storage.api.SeriesSet;
import dev.pharos.storage.api.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which series, label names and label values there are. */
final class SeriesHandlers {

  private static final String TRUNCATED = "results truncated due to limit";

  private final Platform platform;

  SeriesHandlers(Platform platform) {
    this.platform = platform;
  }

  private static TimeRange range(Call call) throws ApiException {
    long start = call.time("start", Times.MIN_MILLIS);
    long end = call.time("end", Times.MAX_MILLIS);
    if (end < start) {
      throw ApiException.badParameter("end", "end timestamp must not be before start time");
    }
    return new TimeRange(start, end + 1);
  }

  Answer series(Call call) throws ApiException, StorageException {
    List<List<Matcher>> selectors = call.selectors();
    if (selectors.isEmpty()) {
      throw new ApiException(ErrorType.BAD_DATA, "no match[] parameter provided");
    }
    TimeRange range = range(call);
    int limit = call.limit();
    SeriesReader reader = platform.series();
    SortedSet<Labels> found = new TreeSet<>();
    List<String> warnings = new ArrayList<>();
    for (List<Matcher> selector : selectors) {
      try (SeriesSet series = reader.select(call.access(), range, selector)) {
        while (series.next()) {
          found.add(series.labels());
          if (limit > 0 && found.size() > limit) {
            // In the order of labels the largest one is not among the first.
            found.removeLast();
            truncated(warnings);
          }
        }
        warnings.addAll(series.warnings());
      }
    }
    return new Answer(
        out -> {
          out.beginArray();
          for (Labels labels : found) {
            out.labels(labels);
          }
          out.endArray();
        },
        warnings,
        List.of());
  }

  private static void truncated(List<String> warnings) {
    if (!warnings.contains(TRUNCATED)) {
      warnings.add(TRUNCATED);
    }
  }

  Answer labelNames(Call call) throws ApiException, StorageException {
    SeriesReader reader = platform.series();
    TimeRange range = range(call);
    return limited(call, matchers -> reader.labelNames(call.access(), range, matchers, 0));
  }

  /** Values of the label {@code name}, which may be written in escapes. */
  Answer labelValues(String name, Call call) throws ApiException, StorageException {
    String label = NameEscapes.unescaped(name);
    if (label.isEmpty()) {
      throw new ApiException(ErrorType.BAD_DATA, "invalid label name: \"" + name + "\"");
    }
    SeriesReader reader = platform.series();
    TimeRange range = range(call);
    return limited(call, matchers -> reader.labelValues(call.access(), label, range, matchers, 0));
  }

  /** Reads texts of the series that fulfil matchers. */
  @FunctionalInterface
  private interface Reading {
    List<String> read(List<Matcher> matchers) throws StorageException;
  }

  /** What all selectors together bring, sorted, as far as the limit allows. */
  private static Answer limited(Call call, Reading reading) throws ApiException, StorageException {
    int limit = call.limit();
    List<List<Matcher>> selectors = call.selectors();
    List<String> texts;
    if (selectors.size() <= 1) {
      texts = reading.read(selectors.isEmpty() ? List.of() : selectors.getFirst());
    } else {
      SortedSet<String> all = new TreeSet<>();
      for (List<Matcher> selector : selectors) {
        all.addAll(reading.read(selector));
      }
      texts = List.copyOf(all);
    }
    return limit > 0 && texts.size() > limit
        ? Answer.texts(texts.subList(0, limit), List.of(TRUNCATED))
        : Answer.texts(texts, List.of());
  }
}
