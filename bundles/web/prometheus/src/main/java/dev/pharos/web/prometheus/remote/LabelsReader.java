package dev.pharos.web.prometheus.remote;

import static dev.pharos.web.prometheus.remote.WireReader.require;

import dev.pharos.model.Labels;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes labels of the messages that tell them, in whatever order these stand.
 *
 * <p>Not safe for use by several threads.
 */
final class LabelsReader {

  private final WireReader in = new WireReader();

  /**
   * The labels of a series.
   *
   * @param from the first byte of {@code Label} fields that follow each other, with their tags
   * @param to the first byte behind them
   * @throws InvalidLabelsException if no series can have them
   */
  Labels series(byte[] bytes, int from, int to)
      throws MalformedRequestException, InvalidLabelsException {
    in.reset(bytes, from, to);
    Map<String, String> labels = new TreeMap<>();
    while (in.hasMore()) {
      in.tag();
      label(in, labels);
    }
    if (labels.getOrDefault(Labels.METRIC_NAME, "").isEmpty()) {
      throw new InvalidLabelsException("there is no metric name in " + labels);
    }
    return Labels.of(labels);
  }

  /** Reads one label; the field's tag was read. */
  static void label(WireReader in, Map<String, String> into)
      throws MalformedRequestException, InvalidLabelsException {
    int outer = in.enter();
    String name = "";
    String value = "";
    try {
      while (in.hasMore()) {
        int tag = in.tag();
        switch (tag >>> 3) {
          case 1 -> name = text(in, tag, "Name");
          case 2 -> value = text(in, tag, "Value");
          default -> in.skip(tag);
        }
      }
    } finally {
      in.leave(outer);
    }
    if (name.isEmpty()) {
      throw new InvalidLabelsException("a label has no name beside " + into);
    }
    if (into.put(name, value) != null) {
      throw new InvalidLabelsException("label " + name + " stands twice beside " + into);
    }
  }

  private static String text(WireReader in, int tag, String field)
      throws MalformedRequestException, InvalidLabelsException {
    String text = utf8(in, tag, field);
    if (text == null) {
      throw new InvalidLabelsException("the " + field + " of a label is no UTF-8");
    }
    return text;
  }

  /** The text of a field, or null if it is no UTF-8. */
  static @Nullable String utf8(WireReader in, int tag, String field)
      throws MalformedRequestException {
    require(tag, WireReader.BYTES, field);
    int length = in.length();
    int from = in.at();
    in.forward(length);
    String text = new String(in.bytes(), from, length, StandardCharsets.UTF_8);
    // What cannot be read becomes this character, which may also be meant.
    if (text.indexOf('\uFFFD') >= 0) {
      byte[] again = text.getBytes(StandardCharsets.UTF_8);
      if (!Arrays.equals(again, 0, again.length, in.bytes(), from, from + length)) {
        return null;
      }
    }
    return text;
  }
}
