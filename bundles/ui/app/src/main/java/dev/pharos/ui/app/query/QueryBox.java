package dev.pharos.ui.app.query;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.dom.Element;
import dev.pharos.ui.app.part.Choice;
import dev.pharos.ui.app.part.Icons;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One expression and its answer. The browser asks the server's API itself: samples do not travel
 * through here.
 */
final class QueryBox extends Div {

  private static final List<Integer> STEPS = List.of(0, 1, 15, 60, 300, 3600);

  private final Runnable changed;
  private final Element editor = new Element("pharos-promql-editor");
  private final Element table = new Element("pharos-table");
  private final Element graph = new Element("pharos-graph");
  private final Div answer = new Div();
  private final Div settings = new Div();
  private final Choice<Boolean> tabs;
  private QueryState state;

  QueryBox(QueryState state, Runnable changed, Consumer<QueryBox> remove) {
    this.state = state;
    this.changed = changed;
    addClassNames("ph-card", "ph-query");
    editor.setProperty("value", state.expression());
    editor
        .addEventListener(
            "execute", event -> ask(event.getEventData().get("event.detail.value").asString()))
        .addEventData("event.detail.value");
    Button run = new Button("Execute");
    run.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    run.getElement()
        .addEventListener(
            "click", event -> ask(event.getEventData().get(VALUE_OF_EDITOR).asString()))
        .addEventData(VALUE_OF_EDITOR);
    Button close = new Button(Icons.of(Icons.CLOSE), event -> remove.accept(this));
    close.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
    close.setAriaLabel("Remove this query");
    Div row = new Div();
    row.addClassName("ph-query-row");
    row.getElement().appendChild(editor, run.getElement(), close.getElement());

    Map<Boolean, String> kinds = new LinkedHashMap<>();
    kinds.put(false, "Table");
    kinds.put(true, "Graph");
    tabs = new Choice<>("Show as", kinds, state.graph(), this::show);
    settings.addClassName("ph-query-settings");
    Div bar = new Div(tabs, settings);
    bar.addClassName("ph-query-bar");
    graph.setAttribute("stacked", state.stacked());
    step(state.stepSeconds());
    add(row, bar, answer);
    show();
  }

  /** The text in the editor of the box whose button was clicked. */
  private static final String VALUE_OF_EDITOR =
      "element.closest('.ph-query').querySelector('pharos-promql-editor').value";

  QueryState state() {
    return state;
  }

  @Override
  protected void onAttach(AttachEvent event) {
    event.getUI().getPage().addJsModule("context://modules/promql-editor.js");
    event.getUI().getPage().addJsModule("context://modules/pharos-graph.js");
    event.getUI().getPage().addJsModule("context://modules/pharos-table.js");
    run();
  }

  private void ask(String expression) {
    state = state.asks(expression.strip());
    run();
    changed.run();
  }

  private void show(boolean asGraph) {
    state = state.drawn(asGraph);
    show();
    run();
    changed.run();
  }

  private void show() {
    answer.getElement().removeAllChildren();
    answer.getElement().appendChild(state.graph() ? graph : table);
    settings.removeAll();
    if (state.graph()) {
      Map<Boolean, String> modes = new LinkedHashMap<>();
      modes.put(false, "Lines");
      modes.put(true, "Stacked");
      settings.add(new Choice<>("Draw", modes, state.stacked(), this::stack));
      Map<Integer, String> steps = new LinkedHashMap<>();
      for (int seconds : STEPS) {
        steps.put(seconds, seconds == 0 ? "Auto" : words(seconds));
      }
      if (!STEPS.contains(state.stepSeconds())) {
        steps.put(state.stepSeconds(), words(state.stepSeconds()));
      }
      settings.add(new Choice<>("A point every", steps, state.stepSeconds(), this::choose));
    }
  }

  private void stack(boolean stacked) {
    state = state.stacks(stacked);
    graph.setAttribute("stacked", stacked);
    changed.run();
  }

  private void choose(int seconds) {
    state = state.stepping(seconds);
    step(seconds);
    changed.run();
  }

  private void step(int seconds) {
    if (seconds > 0) {
      graph.setAttribute("step", String.valueOf(seconds * 1000L));
    } else {
      graph.removeAttribute("step");
    }
  }

  private void run() {
    (state.graph() ? graph : table).callJsFunction("run", state.expression());
  }

  private static String words(int seconds) {
    if (seconds % 3600 == 0) {
      return seconds / 3600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
