package dev.pharos.exposition;

import dev.pharos.model.Labels;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The label lists of an exposition: {@code {a="1",b="2"}}, with the name of the metric in front of
 * the brace or, in quotes, within.
 *
 * <p>A list is walked twice: once to find its end, which allocates nothing, and, for series met for
 * the first time, once more to build its labels.
 */
final class LabelText {

  private final ExpositionReader reader;
  private String[] pairs = new String[32];
  private int count;
  private boolean building;

  LabelText(ExpositionReader reader) {
    this.reader = reader;
  }

  /**
   * Finds the end of the list whose brace opens at {@code open}.
   *
   * @param named whether a name stood in front of it
   * @param needsName whether the list must have a name, there or within
   */
  int end(int open, boolean named, boolean needsName) throws ExpositionException {
    building = false;
    return walk(open, named, needsName);
  }

  /** Builds the labels of the series between {@code from} and {@code to}. */
  Labels build(int from, int to) throws ExpositionException {
    building = true;
    count = 0;
    int nameEnd = reader.nameEnd(from);
    if (nameEnd > from) {
      add(Labels.METRIC_NAME, ascii(from, nameEnd));
    }
    int open = skipBlanks(nameEnd);
    if (open < to) {
      walk(open, true, false);
    }
    return labels(from);
  }

  /** Builds the labels of an exemplar, whose brace opens at {@code open}. */
  Labels buildExemplar(int open) throws ExpositionException {
    building = true;
    count = 0;
    walk(open, true, false);
    return labels(open);
  }

  private int walk(int open, boolean named, boolean needsName) throws ExpositionException {
    boolean hasName = named;
    int i = skipBlanks(open + 1);
    while (reader.byteAt(i) != '}') {
      int nameStart = i;
      boolean quoted = reader.byteAt(i) == '"';
      i = quoted ? reader.quotedEnd(i) : labelNameEnd(i);
      if (i == nameStart) {
        throw reader.error(i, "a label name or }");
      }
      int nameEnd = i;
      i = skipBlanks(i);
      if (quoted && reader.byteAt(i) != '=') {
        if (hasName && !building) {
          throw reader.error(i, "= after the label name, since the metric has its name");
        }
        hasName = true;
        if (building) {
          add(Labels.METRIC_NAME, name(nameStart, nameEnd));
        }
      } else {
        i = walkValue(i, nameStart, nameEnd);
      }
      i = skipBlanks(i);
      if (reader.byteAt(i) == ',') {
        i = skipBlanks(i + 1);
      } else if (reader.byteAt(i) != '}' && !reader.lenientLabels()) {
        throw reader.error(i, "a comma or }");
      }
    }
    if (needsName && !hasName) {
      throw reader.error(open, "the name of a metric");
    }
    return i + 1;
  }

  private int walkValue(int equals, int nameStart, int nameEnd) throws ExpositionException {
    if (reader.byteAt(equals) != '=') {
      throw reader.error(equals, "= after the label name");
    }
    int valueStart = skipBlanks(equals + 1);
    if (reader.byteAt(valueStart) != '"') {
      throw reader.error(valueStart, "a label value in quotes");
    }
    int valueEnd = reader.quotedEnd(valueStart);
    if (building) {
      add(name(nameStart, nameEnd), text(valueStart + 1, valueEnd - 1, true));
    }
    return valueEnd;
  }

  private int labelNameEnd(int index) {
    int i = index;
    while (i < reader.end && NameBytes.inLabelName(reader.bytes[i], i > index)) {
      i++;
    }
    return i;
  }

  private int skipBlanks(int index) {
    int i = index;
    if (reader.lenientLabels()) {
      while (reader.byteAt(i) == ' ' || reader.byteAt(i) == '\t') {
        i++;
      }
    }
    return i;
  }

  private void add(String name, String value) {
    if (count + 2 > pairs.length) {
      pairs = Arrays.copyOf(pairs, 2 * pairs.length);
    }
    pairs[count++] = name;
    pairs[count++] = value;
  }

  /** Sorts what has been added; label lists are short and mostly sorted already. */
  private Labels labels(int from) throws ExpositionException {
    for (int i = 2; i < count; i += 2) {
      String name = pairs[i];
      String value = pairs[i + 1];
      int j = i;
      while (j > 0 && pairs[j - 2].compareTo(name) > 0) {
        pairs[j] = pairs[j - 2];
        pairs[j + 1] = pairs[j - 1];
        j -= 2;
      }
      if (j > 0 && pairs[j - 2].equals(name)) {
        throw reader.error(from, "each label once, but \"" + name + "\" stands twice");
      }
      pairs[j] = name;
      pairs[j + 1] = value;
    }
    int kept = 0;
    for (int i = 0; i < count; i += 2) {
      if (!pairs[i + 1].isEmpty()) {
        pairs[kept++] = pairs[i];
        pairs[kept++] = pairs[i + 1];
      }
    }
    return Labels.ofSorted(Arrays.copyOf(pairs, kept));
  }

  /** A name as it is written: with or without quotes. */
  String name(int from, int to) throws ExpositionException {
    return to > from && reader.bytes[from] == '"' ? text(from + 1, to - 1, true) : ascii(from, to);
  }

  private String ascii(int from, int to) {
    return new String(reader.bytes, from, to - from, StandardCharsets.US_ASCII);
  }

  /**
   * Text without its escapes: {@code \\} and {@code \n}, and {@code \"} if {@code quotes}; before
   * anything else a backslash stands for itself.
   */
  String text(int from, int to, boolean quotes) throws ExpositionException {
    String text = utf8(from, to);
    int escape = text.indexOf('\\');
    if (escape < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    int done = 0;
    while (escape >= 0 && escape + 1 < text.length()) {
      char c = text.charAt(escape + 1);
      boolean known = c == '\\' || c == 'n' || (c == '"' && quotes);
      out.append(text, done, known ? escape : escape + 1);
      done = escape + 1;
      if (known) {
        out.append(c == 'n' ? '\n' : c);
        done++;
      }
      escape = text.indexOf('\\', done);
    }
    return out.append(text, done, text.length()).toString();
  }

  private String utf8(int from, int to) throws ExpositionException {
    byte[] bytes = reader.bytes;
    for (int i = from; i < to; i++) {
      if (bytes[i] < 0) {
        try {
          // A decoder of its own reports what the constructor of String would replace.
          return StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes, from, to - from))
              .toString();
        } catch (CharacterCodingException e) {
          throw reader.error(from, "valid UTF-8");
        }
      }
    }
    return ascii(from, to);
  }
}
