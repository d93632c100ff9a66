package dev.pharos.dashboard.frames;

import dev.pharos.source.api.Frame;
import java.util.ArrayList;
import java.util.List;

/**
 * Bounds what one panel may draw, so that a query which answers more than anybody can look at costs
 * neither the browser its breath nor the network its width.
 *
 * <p>What does not fit is left out, series by series, and said. Used by one thread.
 */
final class Budget {

  /** Values of all series of a panel together. */
  static final int MOST_VALUES = 500_000;

  /** Columns of all frames of a panel together. */
  static final int MOST_SERIES = 1_000;

  private int values = MOST_VALUES;
  private int series = MOST_SERIES;

  /** The frames, or as much of them as fits; a word on what did not goes to {@code errors}. */
  List<Frame> spend(String refId, List<Frame> frames, List<String> errors) {
    List<Frame> fitting = new ArrayList<>();
    int found = 0;
    int kept = 0;
    for (Frame frame : frames) {
      int columns = frame.fields().size() - 1;
      int rows = Math.max(1, frame.rows());
      int room = Math.clamp(Math.min(series, values / rows), 0, Math.max(0, columns));
      found += columns;
      kept += room;
      series -= room;
      values -= room * rows;
      if (room == columns) {
        fitting.add(frame);
      } else if (room > 0) {
        fitting.add(new Frame(frame.name(), frame.refId(), frame.fields().subList(0, room + 1)));
      }
    }
    if (kept < found) {
      errors.add(
          "%s: %d of %d series are drawn; aggregate them, or ask for the largest with topk()"
              .formatted(refId, kept, found));
    }
    return fitting;
  }
}
