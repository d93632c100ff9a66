package dev.pharos.dashboard.frames;

import dev.pharos.source.api.Frame;
import dev.pharos.source.api.Frame.Column;
import dev.pharos.source.api.Frame.Column.Numbers;
import dev.pharos.source.api.Frame.Column.Texts;
import dev.pharos.source.api.Frame.Column.Times;
import dev.pharos.source.api.Frame.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Brings the frames of a query into the shape that a type of panel draws.
 *
 * <p>Most draw <em>wide</em> frames: one column of times and beside it a column of numbers per
 * series. A table wants <em>rows</em>: a column per label and one for the value.
 */
enum Shape {
  WIDE {
    @Override
    List<Frame> of(List<Frame> frames) {
      List<Frame> wide = new ArrayList<>();
      for (Frame frame : frames) {
        if (wide.isEmpty() || !sameTimes(wide.getLast(), frame)) {
          wide.add(new Frame(frame.name(), frame.refId(), new ArrayList<>(frame.fields())));
        } else {
          wide.getLast().fields().addAll(frame.fields().subList(1, frame.fields().size()));
        }
      }
      return wide;
    }
  },

  ROWS {
    @Override
    List<Frame> of(List<Frame> frames) {
      return frames.stream().map(Shape::rows).toList();
    }
  };

  abstract List<Frame> of(List<Frame> frames);

  static Shape forType(String panelType) {
    return panelType.equals("table") ? ROWS : WIDE;
  }

  private static boolean sameTimes(Frame one, Frame other) {
    return !one.fields().isEmpty()
        && !other.fields().isEmpty()
        && one.fields().getFirst().column() instanceof Times(long[] a)
        && other.fields().getFirst().column() instanceof Times(long[] b)
        && (a == b || Arrays.equals(a, b));
  }

  /** A frame with one row, turned by a quarter: its series become rows. Others stay. */
  private static Frame rows(Frame frame) {
    List<Field> series =
        frame.fields().stream().filter(field -> field.column() instanceof Numbers).toList();
    boolean alreadyRows = series.size() + 1 != frame.fields().size();
    if (frame.rows() != 1
        || alreadyRows
        || !(frame.fields().getFirst().column() instanceof Times(long[] at))) {
      return frame;
    }
    int rows = series.size();
    long[] times = new long[rows];
    Arrays.fill(times, at[0]);
    double[] values = new double[rows];
    Set<String> labels = new TreeSet<>();
    for (int row = 0; row < rows; row++) {
      values[row] = ((Numbers) series.get(row).column()).values()[0];
      labels.addAll(series.get(row).labels().keySet());
    }
    List<Field> fields = new ArrayList<>();
    fields.add(column("Time", new Times(times)));
    for (String label : labels) {
      List<String> texts =
          series.stream().map(field -> field.labels().getOrDefault(label, "")).toList();
      fields.add(column(label, new Texts(texts)));
    }
    fields.add(column("Value", new Numbers(values)));
    return new Frame(frame.name(), frame.refId(), List.copyOf(fields));
  }

  private static Field column(String name, Column column) {
    return new Field(name, Map.of(), column);
  }
}
