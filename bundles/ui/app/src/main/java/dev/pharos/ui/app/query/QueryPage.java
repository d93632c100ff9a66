package dev.pharos.ui.app.query;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import dev.pharos.ui.api.ViewContext;
import dev.pharos.ui.app.part.Icons;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Expressions one below the other; the address holds them all. */
final class QueryPage extends Div {

  private static final int MOST = 10;

  private final ViewContext context;
  private final Div list = new Div();
  private final List<QueryBox> boxes = new ArrayList<>();

  QueryPage(ViewContext context) {
    this.context = context;
    addClassName("ph-queries");
    Button more = new Button("Add query", Icons.of(Icons.PLUS), event -> add(QueryState.EMPTY));
    more.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
    add(list, more);
    List<QueryState> states =
        IntStream.range(0, MOST)
            .mapToObj(place -> QueryState.read(context.parameters(), place))
            .flatMap(java.util.Optional::stream)
            .toList();
    if (states.isEmpty()) {
      add(QueryState.EMPTY);
    }
    states.forEach(this::add);
  }

  private void add(QueryState state) {
    if (boxes.size() < MOST) {
      QueryBox box = new QueryBox(state, this::write, this::remove);
      boxes.add(box);
      list.add(box);
    }
  }

  private void remove(QueryBox box) {
    if (boxes.size() > 1) {
      boxes.remove(box);
      list.remove(box);
      write();
    }
  }

  private void write() {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int place = 0; place < MOST; place++) {
      QueryState state = place < boxes.size() ? boxes.get(place).state() : QueryState.EMPTY;
      state.write(parameters, place);
    }
    context.showParameters(parameters);
  }
}
