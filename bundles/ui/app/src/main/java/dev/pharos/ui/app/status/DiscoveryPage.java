package dev.pharos.ui.app.status;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import dev.pharos.model.Labels;
import dev.pharos.target.api.ActiveTargets;
import dev.pharos.target.api.ActiveTargets.Dropped;
import dev.pharos.target.api.ActiveTargets.Target;
import dev.pharos.ui.api.ViewContext;
import dev.pharos.ui.app.Live;
import dev.pharos.ui.app.Watch;
import dev.pharos.ui.app.part.Badge;
import dev.pharos.ui.app.part.Card;
import dev.pharos.ui.app.part.Note;
import dev.pharos.ui.app.part.Table;
import dev.pharos.ui.app.part.Words;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Labels before and after relabelling, and the targets that relabelling dropped. */
final class DiscoveryPage extends Div {

  private static final int MOST = 100;

  private final Live<ActiveTargets> targets;

  DiscoveryPage(ViewContext context, Live<ActiveTargets> targets) {
    this.targets = targets;
    addClassName("ph-stack");
    Watch.on(context, targets, ActiveTargets::onChange, this::refresh);
    refresh();
  }

  private void refresh() {
    removeAll();
    Optional<ActiveTargets> service = targets.get();
    if (service.isEmpty()) {
      add(Note.waitingFor("the scraping of targets"));
      return;
    }
    for (String pool : service.get().pools()) {
      List<Target> active =
          service.get().targets().stream().filter(target -> target.pool().equals(pool)).toList();
      List<Dropped> dropped =
          service.get().dropped().stream().filter(target -> target.pool().equals(pool)).toList();
      add(card(pool, active, dropped));
    }
  }

  private static Card card(String pool, List<Target> active, List<Dropped> dropped) {
    Card card =
        new Card(
            pool,
            new Badge(
                Badge.Tone.MUTED,
                active.size() + " of " + (active.size() + dropped.size()) + " scraped"));
    if (active.isEmpty() && dropped.isEmpty()) {
      card.show(new Paragraph("Nothing was discovered."));
      return card;
    }
    Table table = new Table("Discovered labels", "Target labels");
    active.stream()
        .limit(MOST)
        .forEach(target -> table.row(chips(target.discovered()), chips(map(target.labels()))));
    dropped.stream()
        .limit(MOST)
        .forEach(
            target ->
                table.row(
                    chips(target.discovered()),
                    new Badge(Badge.Tone.WARN, "dropped by relabelling")));
    int hidden = Math.max(0, active.size() - MOST) + Math.max(0, dropped.size() - MOST);
    Span more = new Span(hidden > 0 ? "and " + Words.count(hidden, "more", "more") : "");
    more.addClassNames("ph-muted", "ph-more");
    Div scroller = new Div(table);
    scroller.addClassName("ph-scroll");
    card.show(scroller, more);
    return card;
  }

  private static Map<String, String> map(Labels labels) {
    return labels.toMap();
  }

  private static Component chips(Map<String, String> labels) {
    Div chips = new Div();
    chips.addClassName("ph-chips");
    new TreeMap<>(labels)
        .forEach(
            (name, value) -> {
              Span chip = new Span(name + "=\"" + value + "\"");
              chip.addClassNames("ph-chip", "ph-mono");
              chips.add(chip);
            });
    return chips;
  }
}
