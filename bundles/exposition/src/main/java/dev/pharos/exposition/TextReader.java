package dev.pharos.exposition;

import dev.pharos.model.MetricType;

/**
 * Reads the text format 0.0.4.
 *
 * <p>Blanks and tabs may stand between all parts of a line, blank lines between lines, and the last
 * line need not end. A line that begins with {@code #} and is neither help nor type is a comment.
 */
final class TextReader extends ExpositionReader {

  private static final MetricType[] TYPES = {
    MetricType.COUNTER,
    MetricType.GAUGE,
    MetricType.HISTOGRAM,
    MetricType.SUMMARY,
    MetricType.UNKNOWN
  };

  @Override
  public Entry next() throws ExpositionException {
    while (at < end && (bytes[at] == '\n' || isBlank(at))) {
      at++;
    }
    entryStart = at;
    if (at >= end) {
      return Entry.END;
    }
    return bytes[at] == '#' ? commentOrMetadata() : series();
  }

  private Entry series() throws ExpositionException {
    int foreseen = foreseenEnd();
    seriesEnd = foreseen > 0 ? foreseen : seriesEnd();
    int i = skipBlanks(seriesEnd);
    int valueStart = i;
    while (i < end && !isBlank(i) && bytes[i] != '\n' && bytes[i] != '{') {
      i++;
    }
    if (i == valueStart) {
      throw error(i, "a value");
    }
    value = number(valueStart, i);
    i = skipBlanks(i);
    hasTimestamp = byteAt(i) != '\n';
    timestampMillis = 0;
    if (hasTimestamp) {
      i = skipBlanks(timestamp(i));
    }
    if (byteAt(i) != '\n') {
      throw error(i, "the end of the line");
    }
    at = i + 1;
    return Entry.SERIES;
  }

  private int seriesEnd() throws ExpositionException {
    int nameEnd = nameEnd(entryStart);
    boolean named = nameEnd > entryStart;
    int open = skipBlanks(nameEnd);
    if (byteAt(open) == '{') {
      return labelText().end(open, named, true);
    }
    if (!named) {
      throw error(entryStart, "the name of a metric, or #");
    }
    return nameEnd;
  }

  private int timestamp(int from) throws ExpositionException {
    int i = from;
    boolean negative = byteAt(i) == '-';
    if (negative) {
      i++;
    }
    long millis = 0;
    int first = i;
    for (; i < end && bytes[i] >= '0' && bytes[i] <= '9'; i++) {
      if (millis > (Long.MAX_VALUE - 9) / 10) {
        throw error(from, "a timestamp in milliseconds that fits 63 bits");
      }
      millis = millis * 10 + (bytes[i] - '0');
    }
    if (i == first) {
      throw error(from, "a timestamp in whole milliseconds");
    }
    timestampMillis = negative ? -millis : millis;
    return i;
  }

  private Entry commentOrMetadata() throws ExpositionException {
    int lineEnd = lineEnd(entryStart);
    at = lineEnd + 1;
    int word = skipBlanks(entryStart + 1);
    boolean help = startsWith(word, "HELP");
    if (word == entryStart + 1 || !(help || startsWith(word, "TYPE")) || !isBlank(word + 4)) {
      return Entry.COMMENT;
    }
    familyStart = skipBlanks(word + 4);
    familyEnd = byteAt(familyStart) == '"' ? quotedEnd(familyStart) : nameEnd(familyStart);
    if (familyEnd == familyStart) {
      throw error(familyStart, "the name of a metric");
    }
    textStart = Math.min(familyEnd + 1, lineEnd);
    textEnd = lineEnd;
    if (help) {
      return Entry.HELP;
    }
    type = typeNamed(textStart, textEnd);
    return Entry.TYPE;
  }

  @Override
  MetricType[] types() {
    return TYPES;
  }

  @Override
  String typeText(MetricType candidate) {
    return candidate == MetricType.UNKNOWN ? "untyped" : candidate.text();
  }

  @Override
  boolean escapedQuotes() {
    return false;
  }

  @Override
  boolean lenientLabels() {
    return true;
  }

  private boolean isBlank(int index) {
    return index < end && (bytes[index] == ' ' || bytes[index] == '\t');
  }

  private int skipBlanks(int index) {
    int i = index;
    while (isBlank(i)) {
      i++;
    }
    return i;
  }
}
