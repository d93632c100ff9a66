package dev.pharos.config.yaml;

import dev.pharos.config.api.ConfigNode;
import dev.pharos.config.api.ConfigProblem;
import dev.pharos.config.api.FilePattern;
import dev.pharos.config.yaml.YamlValue.Entry;
import dev.pharos.config.yaml.YamlValue.Listing;
import dev.pharos.config.yaml.YamlValue.Mapping;
import dev.pharos.config.yaml.YamlValue.Text;
import dev.pharos.model.NameScheme;
import dev.pharos.model.Quoted;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What {@code prometheus.yml} has beside the sections of others: environment variables in external
 * labels, scrape configurations in files of their own, {@code global} and {@code runtime}.
 */
final class PrometheusFile {

  /** What belongs to this file itself, and waits for nobody. */
  static final Set<String> OWN_KEYS = Set.of("global", "runtime", "scrape_config_files");

  private static final String SCRAPE_CONFIGS = "scrape_configs";
  private static final String SCRAPE_CONFIG_FILES = "scrape_config_files";

  private PrometheusFile() {}

  /** Fills in environment variables where the format has them: in values of external labels. */
  static Mapping expand(Mapping root, UnaryOperator<String> environment) {
    if (!(value(root, "global") instanceof Mapping global)
        || !(value(global, "external_labels") instanceof Mapping labels)) {
      return root;
    }
    Map<String, Entry> expanded = new LinkedHashMap<>(labels.entries());
    expanded.replaceAll(
        (name, entry) ->
            entry.value() instanceof Text(var at, var text, var quoted)
                ? new Entry(
                    entry.at(),
                    new Text(at, EnvironmentVariables.expand(text, environment), quoted))
                : entry);
    return root.with(
        "global",
        global.with("external_labels", new Mapping(labels.at(), labels.folder(), expanded)));
  }

  /** Appends the scrape configurations of the files that {@code scrape_config_files} names. */
  static Mapping withScrapeConfigFiles(Mapping root, List<ConfigProblem> problems) {
    if (!(value(root, SCRAPE_CONFIG_FILES) instanceof Listing patterns)) {
      return root;
    }
    List<YamlValue> items = new ArrayList<>();
    if (value(root, SCRAPE_CONFIGS) instanceof Listing own) {
      items.addAll(own.items());
    }
    for (YamlValue item : patterns.items()) {
      if (item instanceof Text pattern) {
        for (Path file : matches(pattern, root.folder(), problems)) {
          items.addAll(scrapeConfigs(file, pattern, problems));
        }
      }
    }
    return root.with(SCRAPE_CONFIGS, new Listing(patterns.at(), items));
  }

  private static List<Path> matches(Text text, Path folder, List<ConfigProblem> problems) {
    FilePattern pattern = new FilePattern(text.text());
    if (!pattern.isValid()) {
      problems.add(
          new ConfigProblem(
              text.at(),
              SCRAPE_CONFIG_FILES,
              "invalid scrape config file path " + Quoted.quote(text.text()),
              "use * in the last part of the path alone"));
      return List.of();
    }
    try {
      return pattern.matches(folder);
    } catch (IOException e) {
      problems.add(unreadable(text, e));
      return List.of();
    }
  }

  private static List<YamlValue> scrapeConfigs(
      Path file, Text pattern, List<ConfigProblem> problems) {
    try {
      YamlText.Outcome outcome = YamlParser.read(file);
      problems.addAll(outcome.problems());
      if (!(outcome.root() instanceof Mapping root)) {
        return List.of();
      }
      for (Map.Entry<String, Entry> entry : root.entries().entrySet()) {
        if (!entry.getKey().equals(SCRAPE_CONFIGS)) {
          problems.add(
              new ConfigProblem(
                  entry.getValue().at(),
                  entry.getKey(),
                  "field " + entry.getKey() + " not found: such a file holds scrape_configs alone",
                  "move it to the main file"));
        }
      }
      return value(root, SCRAPE_CONFIGS) instanceof Listing list ? list.items() : List.of();
    } catch (IOException e) {
      problems.add(unreadable(pattern, e));
      return List.of();
    }
  }

  private static ConfigProblem unreadable(Text pattern, IOException e) {
    return new ConfigProblem(
        pattern.at(),
        SCRAPE_CONFIG_FILES,
        "cannot be read: " + e.getMessage(),
        "let the process read it, or remove it from the list");
  }

  /** Checks what no section owns. */
  static void check(ConfigNode root) {
    root.texts(SCRAPE_CONFIG_FILES);
    root.section("runtime")
        .ifPresent(
            runtime -> {
              runtime.integer("gogc", 75);
              runtime.refuseUnknown();
            });
    root.section("global").ifPresent(PrometheusFile::checkGlobal);
  }

  private static void checkGlobal(ConfigNode global) {
    Duration interval = global.duration("scrape_interval", Duration.ofMinutes(1));
    Duration timeout = global.duration("scrape_timeout", Duration.ZERO);
    if (timeout.compareTo(interval) > 0) {
      global.problem(
          "scrape_timeout",
          "global scrape timeout greater than scrape interval",
          "set it to the scrape interval or less");
    }
    global.duration("evaluation_interval");
    global.duration("rule_query_offset");
    global.texts("scrape_protocols");
    global.text("query_log_file");
    global.text("scrape_failure_log_file");
    global.bytes("body_size_limit", 0);
    for (String limit :
        List.of(
            "sample_limit",
            "label_limit",
            "label_name_length_limit",
            "label_value_length_limit",
            "target_limit",
            "keep_dropped_targets")) {
      if (global.integer(limit, 0) < 0) {
        global.problem(limit, "a limit is not negative", "write 0 for no limit");
      }
    }
    NameScheme names =
        oneOf(global, "metric_name_validation_scheme", "utf8", "legacy").equals("legacy")
            ? NameScheme.LEGACY
            : NameScheme.UTF8;
    oneOf(global, "metric_name_escaping_scheme", "allow-utf-8", "underscores", "dots", "values");
    global.flag("scrape_native_histograms", false);
    global.flag("convert_classic_histograms_to_nhcb", false);
    global.flag("always_scrape_classic_histograms", false);
    global.flag("extra_scrape_metrics", false);
    global
        .section("external_labels")
        .ifPresent(
            labels -> {
              for (String name : labels.keys()) {
                labels.text(name);
                if (!names.allowsLabel(name)) {
                  labels.problem(
                      name,
                      Quoted.quote(name) + " is not a valid label name",
                      "use letters, digits and _");
                }
              }
            });
    global.refuseUnknown();
  }

  private static String oneOf(ConfigNode node, String key, String... allowed) {
    String text = node.text(key, "");
    if (!text.isEmpty() && !List.of(allowed).contains(text)) {
      node.problem(key, "unknown value " + text, "write one of " + String.join(", ", allowed));
    }
    return text;
  }

  private static YamlValue value(Mapping mapping, String key) {
    Entry entry = mapping.entries().get(key);
    return entry == null ? new YamlValue.Nothing(mapping.at()) : entry.value();
  }
}
