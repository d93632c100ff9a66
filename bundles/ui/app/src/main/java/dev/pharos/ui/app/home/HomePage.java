package dev.pharos.ui.app.home;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import dev.pharos.config.api.ConfigFiles;
import dev.pharos.storage.api.StorageStatus;
import dev.pharos.storage.api.StorageStatus.Head;
import dev.pharos.target.api.ActiveTargets;
import dev.pharos.target.api.ActiveTargets.Health;
import dev.pharos.target.api.ActiveTargets.Target;
import dev.pharos.ui.api.ViewContext;
import dev.pharos.ui.app.Platform;
import dev.pharos.ui.app.Watch;
import dev.pharos.ui.app.part.Ago;
import dev.pharos.ui.app.part.Badge;
import dev.pharos.ui.app.part.Badge.Tone;
import dev.pharos.ui.app.part.Card;
import dev.pharos.ui.app.part.Table;
import dev.pharos.ui.app.part.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How it stands: targets by job, the store, and what wants attention. */
final class HomePage extends Div {

  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final int MOST_CONCERNS = 12;

  private final Platform platform;
  private final Div figures = new Div();
  private final Card concerns = new Card("Wants attention");
  private final Card jobs = new Card("Jobs");
  private List<Object> shown = List.of();

  HomePage(ViewContext context, Platform platform) {
    this.platform = platform;
    addClassName("ph-home");
    figures.addClassName("ph-figures");
    Div columns = new Div(jobs, new Card("Next steps"));
    columns.addClassName("ph-columns");
    Card next = (Card) columns.getComponentAt(1);
    next.show(nextSteps());
    add(figures, concerns, columns);
    Watch.on(context, platform.targets(), ActiveTargets::onChange, this::refresh);
    context.closeAtEnd(platform.config().onChange(() -> context.update(this::refresh))::remove);
    context.every(PAUSE, this::refresh);
    refresh();
  }

  private void refresh() {
    List<Concern> open = Concern.all(platform);
    List<Target> targets = platform.targets().get().map(ActiveTargets::targets).orElse(List.of());
    Optional<Head> head = platform.storage().get().flatMap(StorageStatus::head);
    List<Object> now =
        List.of(
            open, perJob(targets), head.map(Head::series), platform.targets().get().isPresent());
    if (now.equals(shown)) {
      return;
    }
    shown = now;
    figures(targets, head);
    concerns(open);
    jobs(targets);
  }

  private void figures(List<Target> targets, Optional<Head> head) {
    long up = targets.stream().filter(target -> target.health() == Health.UP).count();
    long down = targets.stream().filter(target -> target.health() == Health.DOWN).count();
    figures.removeAll();
    figures.add(
        figure(
            "Targets up",
            platform.targets().get().isPresent() ? up + " of " + targets.size() : "–",
            words(targets.size(), up, down),
            down > 0 ? Tone.ERROR : up == targets.size() ? Tone.OK : Tone.MUTED,
            "targets"),
        figure(
            "Active series",
            head.map(found -> Words.number(found.series())).orElse("–"),
            head.map(found -> Words.count(found.labelPairs(), "label pair", "label pairs"))
                .orElse("the store is not ready"),
            Tone.MUTED,
            "tsdb-status"),
        figure(
            "Samples a scrape",
            Words.number(targets.stream().mapToLong(Target::lastSamples).sum()),
            "over all targets",
            Tone.MUTED,
            "targets"),
        figure(
            "Kept for",
            platform.storage().get().map(StorageStatus::retention).orElse("–"),
            platform
                .storage()
                .get()
                .map(store -> Words.count(store.blocks().size(), "block", "blocks") + " on disk")
                .orElse(""),
            Tone.MUTED,
            "tsdb-status"));
  }

  private static String words(long all, long up, long down) {
    if (down > 0) {
      return down + " down";
    }
    if (all == 0) {
      return "none yet";
    }
    return up == all ? "all of them" : (all - up) + " not scraped yet";
  }

  private static Component figure(
      String label, String value, String words, Tone tone, String address) {
    Span name = new Span(label);
    name.addClassName("ph-figure-label");
    Span number = new Span(value);
    number.addClassName("ph-figure-value");
    Span beside = new Span(words);
    beside.addClassNames(
        "ph-figure-words", "ph-tone-" + tone.name().toLowerCase(java.util.Locale.ROOT));
    Anchor figure = link(address, name, number, beside);
    figure.addClassName("ph-figure");
    return figure;
  }

  private void concerns(List<Concern> open) {
    concerns.setVisible(!open.isEmpty());
    List<Component> rows = new ArrayList<>();
    for (Concern concern : open.subList(0, Math.min(open.size(), MOST_CONCERNS))) {
      Span subject = new Span(concern.subject());
      subject.addClassName("ph-strong");
      Span words = new Span(concern.words());
      words.addClassName("ph-muted");
      Div main = new Div(subject, words);
      main.addClassName("ph-row-main");
      Anchor row = link(concern.address(), new Badge(concern.tone(), concern.kind()), main);
      row.addClassNames("ph-row", "ph-row-link");
      rows.add(row);
    }
    if (open.size() > MOST_CONCERNS) {
      Span more = new Span("and " + (open.size() - MOST_CONCERNS) + " more");
      more.addClassNames("ph-muted", "ph-more");
      rows.add(more);
    }
    concerns.show(rows.toArray(Component[]::new));
  }

  private record Job(int up, int down, int total, int samples, long lastMillis) {}

  private static Map<String, List<Health>> perJob(List<Target> targets) {
    Map<String, List<Health>> jobs = new TreeMap<>();
    for (Target target : targets) {
      jobs.computeIfAbsent(target.pool(), pool -> new ArrayList<>()).add(target.health());
    }
    return jobs;
  }

  private void jobs(List<Target> targets) {
    Map<String, Job> byName = new TreeMap<>();
    for (Target target : targets) {
      byName.merge(
          target.pool(),
          new Job(
              target.health() == Health.UP ? 1 : 0,
              target.health() == Health.DOWN ? 1 : 0,
              1,
              target.lastSamples(),
              target.lastScrapeMillis()),
          (a, b) ->
              new Job(
                  a.up() + b.up(),
                  a.down() + b.down(),
                  a.total() + b.total(),
                  a.samples() + b.samples(),
                  Math.max(a.lastMillis(), b.lastMillis())));
    }
    if (byName.isEmpty()) {
      jobs.show(
          new Paragraph(
              platform.targets().get().isEmpty()
                  ? "Waiting for the scraping of targets."
                  : "Nothing is scraped yet."));
      return;
    }
    Table table = new Table("Job", "Up", "Samples", "Last scrape");
    byName.forEach(
        (name, job) ->
            table.row(
                link("targets?search=" + encoded(name), new Span(name)),
                new Badge(
                    job.down() > 0 ? Tone.ERROR : job.up() == job.total() ? Tone.OK : Tone.MUTED,
                    job.up() + " of " + job.total()),
                new Span(Words.number(job.samples())),
                new Ago(job.lastMillis())));
    jobs.show(table);
  }

  private Component[] nextSteps() {
    return new Component[] {
      step("query?g0.expr=up&g0.tab=table", "Ask a question", "in PromQL, with completion"),
      step("host", "Look at this host", "processors, memory, disks, network"),
      step("dashboards", "Browse the dashboards", "each comes with what it shows"),
      step("extensions", "Drop in a bundle", "exporters, panels and more, while it runs"),
      step("config", "See the configuration", where())
    };
  }

  private String where() {
    return platform
        .config()
        .get()
        .flatMap(files -> files.file("prometheus"))
        .map(ConfigFiles.Status::path)
        .map(path -> "in " + path)
        .orElse("prometheus.yml, as Prometheus reads it");
  }

  private static Component step(String address, String title, String words) {
    Span name = new Span(title);
    name.addClassName("ph-strong");
    Span more = new Span(words);
    more.addClassName("ph-muted");
    Div main = new Div(name, more);
    main.addClassName("ph-row-main");
    Anchor row = link(address, main);
    row.addClassNames("ph-row", "ph-row-link");
    return row;
  }

  private static Anchor link(String address, Component... content) {
    Anchor anchor = new Anchor(address);
    anchor.getElement().setAttribute("router-link", true);
    anchor.add(content);
    return anchor;
  }

  private static String encoded(String text) {
    return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
  }
}
