package dev.pharos.ui.app.targets;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.pharos.target.api.ActiveTargets;
import dev.pharos.target.api.ActiveTargets.Target;
import dev.pharos.target.api.ActiveTargets.Waiting;
import dev.pharos.ui.api.ViewContext;
import dev.pharos.ui.app.Live;
import dev.pharos.ui.app.Watch;
import dev.pharos.ui.app.part.Choice;
import dev.pharos.ui.app.part.Icons;
import dev.pharos.ui.app.part.Note;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All targets by pool, kept up to date; narrowed by health and by words. */
final class TargetsPage extends Div {

  private static final Duration PAUSE = Duration.ofSeconds(5);

  private enum Shown {
    ALL,
    UP,
    DOWN,
    UNKNOWN;

    boolean holds(Target target) {
      return this == ALL || name().equals(target.health().name());
    }
  }

  private final ViewContext context;
  private final Live<ActiveTargets> targets;
  private final Choice<Shown> health;
  private final TextField words = new TextField();
  private final Div pools = new Div();
  private final Map<String, PoolSection> sections = new LinkedHashMap<>();
  private @Nullable Note note;

  TargetsPage(ViewContext context, Live<ActiveTargets> targets) {
    this.context = context;
    this.targets = targets;
    addClassName("ph-targets");
    Map<Shown, String> choices = new LinkedHashMap<>();
    choices.put(Shown.ALL, "All");
    choices.put(Shown.UP, "Up");
    choices.put(Shown.DOWN, "Down");
    choices.put(Shown.UNKNOWN, "Unknown");
    health = new Choice<>("Health", choices, first(context), chosen -> filtered());
    words.setPlaceholder("Filter by address, label or error");
    words.setAriaLabel("Filter");
    words.setClearButtonVisible(true);
    words.setPrefixComponent(Icons.of(Icons.SEARCH));
    words.setValue(context.parameters().getOrDefault("search", ""));
    words.setValueChangeMode(ValueChangeMode.LAZY);
    words.addValueChangeListener(event -> filtered());
    Div bar = new Div(health, words);
    bar.addClassName("ph-toolbar");
    add(bar, pools);
    Watch.on(context, targets, ActiveTargets::onChange, this::refresh);
    context.every(PAUSE, this::refresh);
    refresh();
  }

  private static Shown first(ViewContext context) {
    String asked = context.parameters().getOrDefault("health", "all").toUpperCase(Locale.ROOT);
    for (Shown shown : Shown.values()) {
      if (shown.name().equals(asked)) {
        return shown;
      }
    }
    return Shown.ALL;
  }

  private void filtered() {
    context.showParameters(
        Map.of(
            "health",
            health.value() == Shown.ALL ? "" : health.value().name().toLowerCase(Locale.ROOT),
            "search",
            words.getValue().strip()));
    refresh();
  }

  private void refresh() {
    Optional<ActiveTargets> service = targets.get();
    if (service.isEmpty()) {
      clear();
      tell(Note.waitingFor("the scraping of targets"));
      return;
    }
    List<Target> all = service.get().targets();
    List<Waiting> waiting = service.get().waiting();
    count(all);
    String wanted = words.getValue().strip().toLowerCase(Locale.ROOT);
    Map<String, List<Target>> byPool = new LinkedHashMap<>();
    for (Target target : all) {
      if (health.value().holds(target) && contains(target, wanted)) {
        byPool.computeIfAbsent(target.pool(), pool -> new java.util.ArrayList<>()).add(target);
      }
    }
    show(byPool, all, waiting, wanted.isEmpty() && health.value() == Shown.ALL);
  }

  private void show(
      Map<String, List<Target>> byPool, List<Target> all, List<Waiting> waiting, boolean whole) {
    Map<String, String> waits = new LinkedHashMap<>();
    waiting.forEach(pool -> waits.put(pool.pool(), pool.waitingFor()));
    TreeSet<String> names = new TreeSet<>(byPool.keySet());
    if (whole) {
      names.addAll(targets.get().map(ActiveTargets::pools).orElse(List.of()));
      names.addAll(waits.keySet());
    }
    if (!List.copyOf(sections.keySet()).equals(List.copyOf(names))) {
      clear();
    }
    for (String name : names) {
      List<Target> here = byPool.getOrDefault(name, List.of());
      List<Target> pool = all.stream().filter(target -> target.pool().equals(name)).toList();
      section(name)
          .show(
              here,
              pool.stream().filter(Shown.UP::holds).count(),
              pool.stream().filter(Shown.DOWN::holds).count(),
              pool.size(),
              Optional.ofNullable(waits.get(name)));
    }
    if (names.isEmpty()) {
      tell(
          whole
              ? Note.of(
                  Icons.TARGETS,
                  "Nothing is scraped yet",
                  "Name targets in prometheus.yml and reload, or drop in an exporter.")
              : Note.of(Icons.SEARCH, "No target fits", "Change the filter to see others."));
    } else {
      tell(null);
    }
  }

  private PoolSection section(String name) {
    return sections.computeIfAbsent(
        name,
        pool -> {
          PoolSection section = new PoolSection(pool);
          pools.add(section);
          return section;
        });
  }

  private void count(List<Target> all) {
    health.word(Shown.ALL, "All " + all.size());
    for (Shown shown : List.of(Shown.UP, Shown.DOWN, Shown.UNKNOWN)) {
      String word = shown.name().charAt(0) + shown.name().substring(1).toLowerCase(Locale.ROOT);
      health.word(shown, word + " " + all.stream().filter(shown::holds).count());
    }
  }

  private void clear() {
    sections.clear();
    pools.removeAll();
  }

  private void tell(@Nullable Note other) {
    if (note != null) {
      remove(note);
    }
    note = other;
    if (other != null) {
      add(other);
    }
  }

  private static boolean contains(Target target, String wanted) {
    return wanted.isEmpty()
        || target.url().toLowerCase(Locale.ROOT).contains(wanted)
        || target.lastError().toLowerCase(Locale.ROOT).contains(wanted)
        || target.labels().toString().toLowerCase(Locale.ROOT).contains(wanted);
  }
}
