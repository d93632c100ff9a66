package dev.pharos.ui.app.targets;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.dom.Element;
import dev.pharos.target.api.ActiveTargets.Target;
import dev.pharos.ui.app.part.Badge;
import dev.pharos.ui.app.part.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The targets of one pool. Rows are kept and told what is new, so that little travels. */
final class PoolSection extends Section {

  private static final int MOST_ROWS = 200;
  private static final List<String> HEADINGS =
      List.of("Endpoint", "Health", "Labels", "Last scrape", "Took", "Samples");

  private final Badge health = new Badge();
  private final Span more = new Span();
  private final Div waits = new Div();
  private final Element table = new Element("table");
  private final Element body = new Element("tbody");
  private final List<TargetRow> rows = new ArrayList<>();

  PoolSection(String pool) {
    addClassNames("ph-card", "ph-pool");
    getElement().setAttribute("data-pool", pool);
    Div head = new Div(new H2(pool), health);
    head.addClassName("ph-card-head");
    table.setAttribute("class", "ph-table");
    Element headings = new Element("tr");
    for (String heading : HEADINGS) {
      headings.appendChild(new Element("th").setAttribute("scope", "col").setText(heading));
    }
    table.appendChild(new Element("thead").appendChild(headings), body);
    Div scroller = new Div();
    scroller.addClassName("ph-scroll");
    scroller.getElement().appendChild(table);
    more.addClassNames("ph-muted", "ph-more");
    waits.addClassNames("ph-remark", "warn");
    add(head, waits, scroller, more);
  }

  void show(List<Target> targets, long up, long down, long total, Optional<String> waiting) {
    health.show(
        down > 0 ? Badge.Tone.ERROR : up == total && total > 0 ? Badge.Tone.OK : Badge.Tone.MUTED,
        total == 0 ? "no targets" : up + " of " + total + " up");
    waits.setVisible(waiting.isPresent());
    waits.setText(waiting.map(what -> "Waiting for " + what).orElse(""));
    table.setVisible(!targets.isEmpty());
    int shown = Math.min(targets.size(), MOST_ROWS);
    while (rows.size() > shown) {
      rows.removeLast().removeFrom(body);
    }
    while (rows.size() < shown) {
      TargetRow row = new TargetRow();
      row.appendTo(body);
      rows.add(row);
    }
    for (int i = 0; i < shown; i++) {
      rows.get(i).show(targets.get(i));
    }
    more.setText(
        targets.size() > shown
            ? "and "
                + Words.count(targets.size() - shown, "more target", "more targets")
                + "; narrow them down by the filter"
            : "");
  }
}
