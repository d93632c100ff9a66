package dev.pharos.dashboard.frames;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.pharos.source.api.Frame;
import dev.pharos.source.api.Frame.Column.Numbers;
import dev.pharos.source.api.Frame.Column.Texts;
import dev.pharos.source.api.Frame.Column.Times;
import dev.pharos.source.api.Frame.Field;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShapeTest {

  private static final long[] TIMES = {1, 2};

  @Test
  void frames_with_the_same_times_become_one_with_a_column_each() {
    List<Frame> wide =
        Shape.WIDE.of(List.of(series("a", TIMES), series("b", TIMES.clone()), series("c", TIMES)));

    assertEquals(1, wide.size());
    assertEquals(List.of("Time", "a", "b", "c"), names(wide.getFirst()));
  }

  @Test
  void frames_with_other_times_stay_apart() {
    List<Frame> wide = Shape.WIDE.of(List.of(series("a", TIMES), series("b", new long[] {1, 3})));

    assertEquals(2, wide.size());
  }

  @Test
  void the_answer_of_the_source_is_not_changed() {
    Frame first = series("a", TIMES);

    Shape.WIDE.of(List.of(first, series("b", TIMES)));

    assertEquals(List.of("Time", "a"), names(first));
  }

  @Test
  void for_a_table_the_series_of_one_instant_become_rows_with_their_labels_as_columns() {
    Frame wide =
        new Frame(
            "up",
            "A",
            List.of(
                new Field("Time", Map.of(), new Times(new long[] {5})),
                new Field("x", Map.of("host", "a"), new Numbers(new double[] {1})),
                new Field("y", Map.of("zone", "z"), new Numbers(new double[] {2}))));

    Frame rows = Shape.ROWS.of(List.of(wide)).getFirst();

    assertEquals(List.of("Time", "host", "zone", "Value"), names(rows));
    assertEquals(2, rows.rows());
    assertEquals(new Texts(List.of("a", "")), rows.fields().get(1).column());
    assertEquals(new Texts(List.of("", "z")), rows.fields().get(2).column());
  }

  @Test
  void a_frame_that_is_a_table_already_stays_as_it_is() {
    Frame table =
        new Frame(
            "t",
            "A",
            List.of(
                new Field("Time", Map.of(), new Times(new long[] {5})),
                new Field("host", Map.of(), new Texts(List.of("a"))),
                new Field("Value", Map.of(), new Numbers(new double[] {2}))));

    assertSame(table, Shape.ROWS.of(List.of(table)).getFirst());
  }

  private static Frame series(String name, long[] times) {
    return new Frame(
        name,
        "A",
        List.of(
            new Field("Time", Map.of(), new Times(times)),
            new Field(name, Map.of(), new Numbers(new double[times.length]))));
  }

  private static List<String> names(Frame frame) {
    return frame.fields().stream().map(Field::name).toList();
  }
}
