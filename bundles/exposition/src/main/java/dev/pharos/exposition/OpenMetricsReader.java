package dev.pharos.exposition;

import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import dev.pharos.model.Sample;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads OpenMetrics 1.0.
 *
 * <p>Exactly one blank stands between the parts of a line, and {@code # EOF} ends the text, so that
 * one cut short is noticed. Times are in seconds.
 */
final class OpenMetricsReader extends ExpositionReader {

  private static final MetricType[] TYPES = MetricType.values();

  /** First byte of the exemplar's labels; 0 if there is none. */
  private int exemplarStart;

  private double exemplarValue;
  private long exemplarMillis;

  /** The family whose start times have been read, by the index of its name. */
  private int startsOf = -1;

  private Map<Labels, Long> starts = Map.of();
  private boolean ended;

  @Override
  public void reset(byte[] content, int offset, int length) {
    super.reset(content, offset, length);
    startsOf = -1;
    ended = false;
  }

  @Override
  public Entry next() throws ExpositionException {
    entryStart = at;
    if (ended) {
      return Entry.END;
    }
    if (at >= end) {
      throw error(at, "# EOF");
    }
    return bytes[at] == '#' ? metadata() : series();
  }

  private Entry series() throws ExpositionException {
    int foreseen = foreseenEnd();
    seriesEnd = foreseen > 0 ? foreseen : seriesEnd();
    int valueEnd = wordEnd(seriesEnd, "a value");
    value = number(seriesEnd + 1, valueEnd);
    int i = valueEnd;
    hasTimestamp = byteAt(i) == ' ' && byteAt(i + 1) != '#';
    timestampMillis = 0;
    if (hasTimestamp) {
      int timestampEnd = wordEnd(i, "a timestamp");
      timestampMillis = millis(i + 1, timestampEnd);
      i = timestampEnd;
    }
    exemplarStart = 0;
    if (byteAt(i) == ' ') {
      i = exemplar(i);
    }
    if (byteAt(i) != '\n' || i >= end) {
      throw error(i, "the end of the line");
    }
    at = i + 1;
    return Entry.SERIES;
  }

  private int seriesEnd() throws ExpositionException {
    int nameEnd = nameEnd(entryStart);
    boolean named = nameEnd > entryStart;
    if (byteAt(nameEnd) == '{') {
      return labelText().end(nameEnd, named, true);
    }
    if (!named) {
      throw error(entryStart, "the name of a metric, or #");
    }
    return nameEnd;
  }

  private int exemplar(int from) throws ExpositionException {
    if (!startsWith(from, " # {")) {
      throw error(from, "the end of the line, or an exemplar after ' # '");
    }
    exemplarStart = from + 3;
    int i = labelText().end(exemplarStart, true, false);
    int valueEnd = wordEnd(i, "the value of the exemplar");
    exemplarValue = number(i + 1, valueEnd);
    exemplarMillis = 0;
    if (byteAt(valueEnd) != ' ') {
      return valueEnd;
    }
    int timestampEnd = wordEnd(valueEnd, "the timestamp of the exemplar");
    exemplarMillis = millis(valueEnd + 1, timestampEnd);
    return timestampEnd;
  }

  private Entry metadata() throws ExpositionException {
    if (startsWith(entryStart, "# EOF")) {
      int after = entryStart + "# EOF".length();
      if (after < end && (bytes[after] != '\n' || after + 1 < end)) {
        throw error(bytes[after] == '\n' ? after + 1 : after, "nothing after # EOF");
      }
      ended = true;
      at = end;
      return Entry.END;
    }
    Entry entry =
        startsWith(entryStart, "# TYPE ")
            ? Entry.TYPE
            : startsWith(entryStart, "# HELP ")
                ? Entry.HELP
                : startsWith(entryStart, "# UNIT ") ? Entry.UNIT : Entry.COMMENT;
    if (entry == Entry.COMMENT) {
      throw error(entryStart, "# TYPE, # HELP, # UNIT or # EOF");
    }
    int nameStart = entryStart + "# TYPE ".length();
    int nameEnd = byteAt(nameStart) == '"' ? quotedEnd(nameStart) : nameEnd(nameStart);
    if (nameEnd == nameStart) {
      throw error(nameStart, "the name of a metric");
    }
    if (byteAt(nameEnd) != ' ') {
      throw error(nameEnd, "a blank after the name of the metric");
    }
    enterFamily(nameStart, nameEnd);
    textStart = nameEnd + 1;
    textEnd = lineEnd(textStart);
    if (textEnd == end) {
      throw error(textEnd, "the end of the line");
    }
    at = textEnd + 1;
    switch (entry) {
      case TYPE -> type = typeNamed(textStart, textEnd);
      case UNIT -> checkUnit();
      case HELP, SERIES, COMMENT, END -> {}
    }
    return entry;
  }

  private void enterFamily(int nameStart, int nameEnd) {
    boolean same = nameEnd - nameStart == familyEnd - familyStart;
    for (int i = 0; same && i < nameEnd - nameStart; i++) {
      same = bytes[nameStart + i] == bytes[familyStart + i];
    }
    if (!same) {
      type = MetricType.UNKNOWN;
    }
    familyStart = nameStart;
    familyEnd = nameEnd;
  }

  private void checkUnit() throws ExpositionException {
    if (textEnd > textStart && !family().endsWith("_" + unit())) {
      throw error(textStart, "a unit that ends the name of the metric");
    }
  }

  /** The end of the word that begins after the blank at {@code blank}. */
  private int wordEnd(int blank, String expected) throws ExpositionException {
    if (byteAt(blank) != ' ') {
      throw error(blank, "a blank and " + expected);
    }
    int i = blank + 1;
    while (i < end && bytes[i] != ' ' && bytes[i] != '\n') {
      i++;
    }
    if (i == blank + 1) {
      throw error(i, expected);
    }
    return i;
  }

  private long millis(int from, int to) throws ExpositionException {
    double seconds = number(from, to);
    if (Double.isNaN(seconds) || Double.isInfinite(seconds)) {
      throw error(from, "a timestamp in seconds");
    }
    return (long) (seconds * 1000);
  }

  @Override
  public @Nullable Exemplar exemplar() throws ExpositionException {
    return exemplarStart == 0
        ? null
        : new Exemplar(labelText().buildExemplar(exemplarStart), exemplarValue, exemplarMillis);
  }

  @Override
  public long startTimestampMillis() throws ExpositionException {
    boolean counts =
        switch (type) {
          case COUNTER, HISTOGRAM, SUMMARY -> true;
          case GAUGE, GAUGE_HISTOGRAM, INFO, STATE_SET, UNKNOWN -> false;
        };
    if (!counts) {
      return Sample.NO_START;
    }
    if (startsOf != familyStart) {
      starts = startsAhead();
      startsOf = familyStart;
    }
    return starts.isEmpty() ? Sample.NO_START : starts.getOrDefault(key(labels()), Sample.NO_START);
  }

  /** Reads on in the family, by a reader of its own, for what its {@code _created} say. */
  private Map<Labels, Long> startsAhead() throws ExpositionException {
    String created = family() + "_created";
    Map<Labels, Long> found = new HashMap<>();
    OpenMetricsReader ahead = new OpenMetricsReader();
    ahead.reset(bytes, entryStart, end - entryStart);
    while (ahead.next() == Entry.SERIES) {
      Labels labels = ahead.labels();
      if (labels.metricName().equals(created)) {
        found.put(key(labels), (long) (ahead.value() * 1000));
      }
    }
    return found;
  }

  private static Labels key(Labels labels) {
    return labels.without(Labels.METRIC_NAME).without("le").without("quantile");
  }

  @Override
  MetricType[] types() {
    return TYPES;
  }

  @Override
  String typeText(MetricType candidate) {
    return candidate.text();
  }

  @Override
  boolean escapedQuotes() {
    return true;
  }

  @Override
  boolean lenientLabels() {
    return false;
  }
}
