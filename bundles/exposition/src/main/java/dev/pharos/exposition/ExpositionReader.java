package dev.pharos.exposition;

import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import dev.pharos.model.Quoted;
import dev.pharos.model.Sample;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads an exposition entry by entry from bytes, without an object per sample.
 *
 * <pre>{@code
 * reader.reset(bytes, 0, length);
 * for (Entry entry = reader.next(); entry != Entry.END; entry = reader.next()) {
 *   if (entry == Entry.SERIES) {
 *     store(reader.labels(), reader.value());
 *   }
 * }
 * }</pre>
 *
 * <p>The bytes of a series, from {@link #seriesOffset} on, are the same whenever the same target
 * writes the same series, so that they serve as a key by which its labels, once built, are found
 * again. Labels are checked for valid UTF-8 and for doubles only when they are built.
 *
 * <p>A reader accepts what the original's parsers accept; the rules of OpenMetrics that go beyond
 * are checked by {@link OpenMetricsRules}. It may be used again, but not by several threads at
 * once.
 */
public abstract sealed class ExpositionReader permits TextReader, OpenMetricsReader {

  /** What {@link #next} has found. */
  public enum Entry {
    /** A sample of a series. */
    SERIES,
    /** The type of a family. */
    TYPE,
    /** The help of a family. */
    HELP,
    /** The unit of a family. */
    UNIT,
    /** A comment, without meaning. */
    COMMENT,
    /** There is nothing more. */
    END
  }

  /**
   * Knows what series should come next, since an earlier text of the same writer had it.
   *
   * <p>A series that is the one foreseen is not taken apart to find its end.
   */
  @FunctionalInterface
  public interface Foresight {

    /**
     * How many bytes the series foreseen has, if it stands at {@code offset}; 0 if another does.
     *
     * @param end the first byte behind the text
     */
    int length(byte[] bytes, int offset, int end);
  }

  private static final Foresight NOTHING = (bytes, offset, end) -> 0;

  /** The quiet NaN that every NaN in an exposition is read as, told from the stale marker. */
  private static final double NORMAL_NAN = Double.longBitsToDouble(0x7ff8000000000001L);

  byte[] bytes = new byte[0];
  int end;

  /** The next byte to read. */
  int at;

  /** First byte of the entry. */
  int entryStart;

  int seriesEnd;
  double value;
  boolean hasTimestamp;
  long timestampMillis;

  int familyStart;
  int familyEnd;
  int textStart;
  int textEnd;
  MetricType type = MetricType.UNKNOWN;

  private int start;
  private final LabelText labelText = new LabelText(this);
  private Foresight foresight = NOTHING;

  ExpositionReader() {}

  /** Makes a reader of the format. */
  public static ExpositionReader of(ExpositionFormat format) {
    return switch (format) {
      case TEXT -> new TextReader();
      case OPENMETRICS -> new OpenMetricsReader();
    };
  }

  /** Starts to read {@code length} bytes, which must not change until the end is reached. */
  public void reset(byte[] content, int offset, int length) {
    bytes = content;
    start = offset;
    at = offset;
    entryStart = offset;
    end = offset + length;
    familyStart = offset;
    familyEnd = offset;
    type = MetricType.UNKNOWN;
    foresight = NOTHING;
  }

  /** Says what knows the series that should come, until the next {@link #reset}. */
  public final void foresee(Foresight known) {
    foresight = known;
  }

  /**
   * The end of the series that the entry begins with, if it has labels and was foreseen; 0 else.
   *
   * <p>What ends with a brace ends there whatever follows, but a name may be the start of another.
   */
  final int foreseenEnd() {
    int length = foresight.length(bytes, entryStart, end);
    int behind = entryStart + length;
    return length > 0 && bytes[behind - 1] == '}' ? behind : 0;
  }

  /**
   * Goes on to the next entry.
   *
   * @throws ExpositionException if the text breaks the format; reading cannot go on then
   */
  public abstract Entry next() throws ExpositionException;

  /** Index of the first byte of the series: its name and labels as they are written. */
  public final int seriesOffset() {
    return entryStart;
  }

  /** Number of bytes of the series, up to and without the space before its value. */
  public final int seriesLength() {
    return seriesEnd - entryStart;
  }

  /**
   * Builds the labels of the series, the name of the metric among them.
   *
   * @throws ExpositionException if a label stands twice, or is no valid UTF-8
   */
  public final Labels labels() throws ExpositionException {
    return labelText.build(entryStart, seriesEnd);
  }

  /** The value of the sample. */
  public final double value() {
    return value;
  }

  public final boolean hasTimestamp() {
    return hasTimestamp;
  }

  /** The sample's own time in milliseconds since the Unix epoch; 0 without one. */
  public final long timestampMillis() {
    return timestampMillis;
  }

  /**
   * Builds the exemplar of the sample, if it has one; its time is 0 if nobody told it.
   *
   * @throws ExpositionException if a label stands twice, or is no valid UTF-8
   */
  public @Nullable Exemplar exemplar() throws ExpositionException {
    return null;
  }

  /**
   * When the sample began to count, in milliseconds since the Unix epoch, as the family's {@code
   * _created} says; {@link Sample#NO_START} if nobody told. Looks ahead, and allocates once for
   * each family.
   */
  public long startTimestampMillis() throws ExpositionException {
    return Sample.NO_START;
  }

  /** The family that a {@code TYPE}, {@code HELP} or {@code UNIT} speaks of. */
  public final String family() throws ExpositionException {
    return labelText.name(familyStart, familyEnd);
  }

  /** The type that a {@code TYPE} tells, and that of the family the reader is in. */
  public final MetricType type() {
    return type;
  }

  /** The help of a {@code HELP}, without escapes. */
  public final String help() throws ExpositionException {
    return labelText.text(textStart, textEnd, escapedQuotes());
  }

  /** The unit of a {@code UNIT}. */
  public final String unit() throws ExpositionException {
    return labelText.text(textStart, textEnd, false);
  }

  /** The line of the entry, counted from 1; counts anew each time. */
  public final int line() {
    int line = 1;
    for (int i = start; i < entryStart; i++) {
      if (bytes[i] == '\n') {
        line++;
      }
    }
    return line;
  }

  /** Whether help may contain escaped quotes. */
  abstract boolean escapedQuotes();

  /** Whether blanks may stand between the parts of a label list, and commas be left out. */
  abstract boolean lenientLabels();

  final LabelText labelText() {
    return labelText;
  }

  /** The byte at {@code index}, with a line feed after the last. */
  final int byteAt(int index) {
    return index < end ? bytes[index] : '\n';
  }

  /** The end of a name that begins at {@code index}; {@code index} if there is none. */
  final int nameEnd(int index) {
    int i = index;
    while (i < end && NameBytes.inMetricName(bytes[i], i > index)) {
      i++;
    }
    return i;
  }

  /** The end of quoted text that begins at {@code index}. */
  final int quotedEnd(int index) throws ExpositionException {
    int i = index + 1;
    while (i < end) {
      byte b = bytes[i];
      if (b == '"') {
        return i + 1;
      }
      if (b == '\n' && !lenientLabels()) {
        break;
      }
      i += b == '\\' ? 2 : 1;
    }
    throw error(index, "a quote that ends the text");
  }

  /** The end of the line that {@code index} is in. */
  final int lineEnd(int index) {
    int i = index;
    while (i < end && bytes[i] != '\n') {
      i++;
    }
    return i;
  }

  final double number(int from, int to) throws ExpositionException {
    try {
      double number = FloatText.parse(bytes, from, to);
      return Double.isNaN(number) ? NORMAL_NAN : number;
    } catch (NumberFormatException e) {
      throw error(from, "a number");
    }
  }

  /** The family's type, from the word between {@code from} and {@code to}. */
  final MetricType typeNamed(int from, int to) throws ExpositionException {
    for (MetricType candidate : types()) {
      if (equal(from, to, typeText(candidate))) {
        return candidate;
      }
    }
    throw error(from, "one of the types " + typeNames());
  }

  abstract MetricType[] types();

  abstract String typeText(MetricType candidate);

  private String typeNames() {
    StringBuilder names = new StringBuilder();
    for (MetricType candidate : types()) {
      names.append(names.isEmpty() ? "" : ", ").append(typeText(candidate));
    }
    return names.toString();
  }

  final boolean equal(int from, int to, String ascii) {
    if (to - from != ascii.length()) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (bytes[i] != ascii.charAt(i - from)) {
        return false;
      }
    }
    return true;
  }

  final boolean startsWith(int index, String ascii) {
    return index + ascii.length() <= end && equal(index, index + ascii.length(), ascii);
  }

  /** What is wrong at {@code index}, with the text from there on to the end of its line. */
  final ExpositionException error(int index, String expected) {
    entryStart = Math.min(index, end);
    String found;
    if (index >= end) {
      found = "the end of the text";
    } else if (bytes[index] == '\n') {
      found = "the end of the line";
    } else {
      int length = Math.min(lineEnd(index) - index, 60);
      String text = new String(bytes, index, length, StandardCharsets.UTF_8);
      found = Quoted.quote(text) + (lineEnd(index) > index + length ? " and more" : "");
    }
    return new ExpositionException(line(), found, expected);
  }
}
