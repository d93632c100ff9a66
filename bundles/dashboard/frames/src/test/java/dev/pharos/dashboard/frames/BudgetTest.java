package dev.pharos.dashboard.frames;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pharos.source.api.Frame;
import dev.pharos.source.api.Frame.Column.Numbers;
import dev.pharos.source.api.Frame.Column.Times;
import dev.pharos.source.api.Frame.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BudgetTest {

  private final List<String> errors = new ArrayList<>();

  @Test
  void what_fits_is_drawn_without_a_word() {
    List<Frame> frames = List.of(wide(10, 100));

    assertEquals(frames, new Budget().spend("A", frames, errors));
    assertEquals(List.of(), errors);
  }

  @Test
  void series_beyond_the_number_that_can_be_looked_at_are_left_out_and_said() {
    List<Frame> drawn = new Budget().spend("A", List.of(wide(1_500, 2)), errors);

    assertEquals(1 + Budget.MOST_SERIES, drawn.getFirst().fields().size());
    assertEquals(
        List.of(
            "A: 1000 of 1500 series are drawn; aggregate them, or ask for the largest with"
                + " topk()"),
        errors);
  }

  @Test
  void values_beyond_the_budget_are_left_out_too() {
    List<Frame> drawn = new Budget().spend("A", List.of(wide(200, 5_000)), errors);

    assertEquals(1 + Budget.MOST_VALUES / 5_000, drawn.getFirst().fields().size());
  }

  @Test
  void the_queries_of_a_panel_share_one_budget() {
    Budget budget = new Budget();
    budget.spend("A", List.of(wide(900, 2)), errors);

    List<Frame> second = budget.spend("B", List.of(wide(300, 2)), errors);

    assertEquals(101, second.getFirst().fields().size());
    assertEquals(1, errors.size());
  }

  private static Frame wide(int series, int rows) {
    List<Field> fields = new ArrayList<>();
    fields.add(new Field("Time", Map.of(), new Times(new long[rows])));
    Numbers numbers = new Numbers(new double[rows]);
    for (int i = 0; i < series; i++) {
      fields.add(new Field("s" + i, Map.of(), numbers));
    }
    return new Frame("f", "A", fields);
  }
}
