package dev.pharos.ui.app.dashboards;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.pharos.dashboard.api.Dashboard;
import dev.pharos.dashboard.api.Dashboards;
import dev.pharos.ui.api.ViewContext;
import dev.pharos.ui.app.Live;
import dev.pharos.ui.app.Watch;
import dev.pharos.ui.app.part.Icons;
import dev.pharos.ui.app.part.Note;
import dev.pharos.ui.app.part.Words;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** All dashboards, kept up to date, narrowed by words. */
final class DashboardList extends Div {

  private static final String OF_BUNDLE = "bundle:";

  private final ViewContext context;
  private final Live<Dashboards> dashboards;
  private final TextField words = new TextField();
  private final Div list = new Div();

  DashboardList(ViewContext context, Live<Dashboards> dashboards) {
    this.context = context;
    this.dashboards = dashboards;
    words.setPlaceholder("Filter by title or tag");
    words.setAriaLabel("Filter");
    words.setClearButtonVisible(true);
    words.setPrefixComponent(Icons.of(Icons.SEARCH));
    words.setValueChangeMode(ValueChangeMode.LAZY);
    words.addValueChangeListener(event -> refresh());
    Div bar = new Div(words);
    bar.addClassName("ph-toolbar");
    add(bar, list);
    Watch.on(context, dashboards, Dashboards::onChange, this::refresh);
    refresh();
  }

  private void refresh() {
    list.removeAll();
    Optional<Dashboards> service = dashboards.get();
    if (service.isEmpty()) {
      list.add(Note.waitingFor("the store of dashboards"));
      return;
    }
    for (String problem : service.get().problems()) {
      Div line = new Div(problem);
      line.addClassNames("ph-remark", "error");
      list.add(line);
    }
    String wanted = words.getValue().strip().toLowerCase(Locale.ROOT);
    List<Dashboard> found =
        service.get().list(context.access()).stream()
            .filter(dashboard -> contains(dashboard, wanted))
            .toList();
    if (found.isEmpty()) {
      list.add(
          wanted.isEmpty()
              ? Note.of(
                  Icons.DASHBOARDS,
                  "There are no dashboards yet",
                  "They come with bundles: an exporter brings the dashboard that fits it.")
              : Note.of(Icons.SEARCH, "No dashboard fits", "Change the filter to see others."));
      return;
    }
    Div rows = new Div();
    rows.addClassNames("ph-card", "ph-list");
    found.forEach(dashboard -> rows.add(row(dashboard)));
    list.add(rows);
  }

  private static Anchor row(Dashboard dashboard) {
    Span title = new Span(dashboard.title());
    title.addClassName("ph-strong");
    Span description = new Span(dashboard.description());
    description.addClassName("ph-muted");
    Div main = new Div(title, description);
    main.addClassName("ph-row-main");
    Div tags = new Div();
    tags.addClassName("ph-chips");
    for (String tag : dashboard.tags()) {
      Span chip = new Span(tag);
      chip.addClassName("ph-chip");
      tags.add(chip);
    }
    Span origin =
        new Span(
            Words.count(dashboard.panels().size(), "panel", "panels") + origin(dashboard.uid()));
    origin.addClassNames("ph-muted", "ph-row-end");
    Anchor row = new Anchor("dashboards/" + dashboard.uid());
    row.getElement().setAttribute("router-link", true);
    row.addClassNames("ph-row", "ph-row-link");
    row.add(main, tags, origin);
    return row;
  }

  /** Where a dashboard comes from, behind a comma; nothing for one that was made here. */
  private static String origin(String uid) {
    if (!uid.startsWith(OF_BUNDLE)) {
      return "";
    }
    String rest = uid.substring(OF_BUNDLE.length());
    int colon = rest.indexOf(':');
    return ", from " + (colon < 0 ? rest : rest.substring(0, colon));
  }

  private static boolean contains(Dashboard dashboard, String wanted) {
    return dashboard.title().toLowerCase(Locale.ROOT).contains(wanted)
        || dashboard.tags().stream().anyMatch(tag -> tag.toLowerCase(Locale.ROOT).contains(wanted));
  }
}
