package dev.pharos.ui.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.shared.Registration;
import dev.pharos.ui.api.View;
import dev.pharos.ui.api.View.Group;
import dev.pharos.ui.api.ViewContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ViewsTest {

  private record FakeView(Page page) implements View {
    @Override
    public Component create(ViewContext context) {
      return new Div();
    }
  }

  private static FakeView view(String title, String path, Group group, int order) {
    return new FakeView(View.Page.of(title, title, "M0 0", path, group, order));
  }

  private final Views views = new Views();
  private final View home = view("Home", "", Group.START, 0);
  private final View query = view("Query", "query", Group.EXPLORE, 10);
  private final View targets = view("Targets", "targets", Group.EXPLORE, 20);
  private final View detail = view("Detail", "targets/detail", Group.EXPLORE, 30);

  @Test
  void pages_stand_in_the_order_of_groups_and_within_them_of_numbers() {
    List.of(targets, home, detail, query).forEach(views::bindView);

    assertEquals(List.of(home, query, targets, detail), views.list());
  }

  @Test
  void a_path_belongs_to_the_page_that_names_most_of_it() {
    List.of(home, targets, detail).forEach(views::bindView);

    assertEquals(Optional.of(targets), views.at("targets"));
    assertEquals(Optional.of(targets), views.at("targets/other"));
    assertEquals(Optional.of(detail), views.at("targets/detail/x"));
    assertEquals(Optional.of(home), views.at(""));
  }

  @Test
  void a_path_that_only_begins_alike_belongs_to_no_page() {
    List.of(home, targets).forEach(views::bindView);

    assertEquals(Optional.empty(), views.at("targetsx"));
    assertEquals(Optional.empty(), views.at("nowhere"));
  }

  @Test
  void comings_and_goings_are_told_until_nobody_listens() {
    AtomicInteger told = new AtomicInteger();
    Registration listening = views.onChange(told::incrementAndGet);

    views.bindView(query);
    views.unbindView(query);
    listening.remove();
    views.bindView(query);

    assertEquals(2, told.get());
  }

  @Test
  void a_path_with_slashes_at_its_ends_is_refused() {
    var refused =
        assertThrows(
            IllegalArgumentException.class, () -> view("Query", "/query", Group.EXPLORE, 1));

    assertEquals(
        "path of page Query is \"/query\"; write it without slashes at its ends",
        refused.getMessage());
  }
}
