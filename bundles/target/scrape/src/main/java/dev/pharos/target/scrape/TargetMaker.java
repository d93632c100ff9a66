package dev.pharos.target.scrape;

import dev.pharos.model.DurationText;
import dev.pharos.model.Labels;
import dev.pharos.model.LabelsBuilder;
import dev.pharos.model.Quoted;
import dev.pharos.target.api.TargetGroup;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes targets from what discoveries tell: adds the job's settings as labels and relabels. */
final class TargetMaker {

  private static final String SCHEME = "__scheme__";
  private static final String PATH = "__metrics_path__";
  private static final String INTERVAL = "__scrape_interval__";
  private static final String TIMEOUT = "__scrape_timeout__";
  private static final String PARAMETER = "__param_";
  private static final String META = "__meta_";
  private static final String INTERNAL = "__";

  /** What becomes of a target that was found. */
  sealed interface Made {}

  /** It is scraped. */
  record Kept(ScrapeTarget target) implements Made {}

  /** Relabelling dropped it. */
  record Dropped(Map<String, String> discovered) implements Made {}

  /** It cannot be scraped; the reason is for people. */
  record Failed(Map<String, String> discovered, String reason) implements Made {}

  private final JobConfig job;

  TargetMaker(JobConfig job) {
    this.job = job;
  }

  List<Made> make(TargetGroup group) {
    List<Made> made = new ArrayList<>(group.targets().size());
    for (Map<String, String> target : group.targets()) {
      made.add(make(target, group.labels()));
    }
    return made;
  }

  private Made make(Map<String, String> target, Map<String, String> groupLabels) {
    Map<String, String> start = new TreeMap<>(groupLabels);
    start.putAll(target);
    start.values().removeIf(String::isEmpty);
    start.putIfAbsent("job", job.job());
    start.putIfAbsent(INTERVAL, DurationText.of(job.pace().interval()));
    start.putIfAbsent(TIMEOUT, DurationText.of(job.pace().timeout()));
    start.putIfAbsent(PATH, job.request().path());
    start.putIfAbsent(SCHEME, job.request().scheme());
    job.request()
        .parameters()
        .forEach(
            (name, values) -> {
              if (!values.isEmpty()) {
                start.putIfAbsent(PARAMETER + name, values.getFirst());
              }
            });
    Map<String, String> discovered = Collections.unmodifiableMap(start);
    Labels relabelled = job.targetRelabelling().apply(Labels.of(start));
    if (relabelled == null) {
      return new Dropped(discovered);
    }
    try {
      return new Kept(target(relabelled, discovered));
    } catch (IllegalArgumentException | URISyntaxException e) {
      return new Failed(discovered, String.valueOf(e.getMessage()));
    }
  }

  private ScrapeTarget target(Labels relabelled, Map<String, String> discovered)
      throws URISyntaxException {
    String address = relabelled.get(TargetGroup.ADDRESS);
    if (address.isEmpty()) {
      throw new IllegalArgumentException("no address");
    }
    if (address.contains("/")) {
      throw new IllegalArgumentException(Quoted.quote(address) + " is not a valid hostname");
    }
    Duration interval = duration(relabelled, INTERVAL, "scrape interval");
    Duration timeout = duration(relabelled, TIMEOUT, "scrape timeout");
    if (timeout.compareTo(interval) > 0) {
      throw new IllegalArgumentException(
          "scrape timeout cannot be greater than scrape interval (\"%s\" > \"%s\")"
              .formatted(relabelled.get(TIMEOUT), relabelled.get(INTERVAL)));
    }
    LabelsBuilder key = new LabelsBuilder();
    LabelsBuilder labels = new LabelsBuilder();
    for (int i = 0; i < relabelled.size(); i++) {
      String name = relabelled.name(i);
      if (!name.startsWith(META)) {
        key.set(name, relabelled.value(i));
      }
      if (!name.startsWith(INTERNAL)) {
        labels.set(name, relabelled.value(i));
      }
    }
    if (labels.get("instance").isEmpty()) {
      labels.set("instance", address);
    }
    return new ScrapeTarget(
        key.build(),
        labels.build(),
        discovered,
        relabelled.get(SCHEME),
        url(relabelled, address),
        interval,
        timeout);
  }

  private static Duration duration(Labels labels, String name, String words) {
    Duration duration =
        DurationText.parse(labels.get(name))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "error parsing "
                            + words
                            + ": not a valid duration string: "
                            + Quoted.quote(labels.get(name))));
    if (duration.isZero()) {
      throw new IllegalArgumentException(words + " cannot be 0");
    }
    return duration;
  }

  private URI url(Labels labels, String address) throws URISyntaxException {
    Map<String, List<String>> parameters = new TreeMap<>(job.request().parameters());
    for (int i = 0; i < labels.size(); i++) {
      if (labels.name(i).startsWith(PARAMETER)) {
        String name = labels.name(i).substring(PARAMETER.length());
        List<String> values = new ArrayList<>(parameters.getOrDefault(name, List.of("")));
        values.set(0, labels.value(i));
        parameters.put(name, values);
      }
    }
    String path = labels.get(PATH);
    String rooted = path.isEmpty() || path.startsWith("/") ? path : "/" + path;
    // The constructor with parts escapes the path; the query is escaped already.
    URI bare = new URI(labels.get(SCHEME), address, rooted, null, null);
    String query = query(parameters);
    return query.isEmpty() ? bare : new URI(bare + "?" + query);
  }

  private static String query(Map<String, List<String>> parameters) {
    StringBuilder query = new StringBuilder();
    parameters.forEach(
        (name, values) -> {
          for (String value : values) {
            query
                .append(query.isEmpty() ? "" : "&")
                .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
          }
        });
    return query.toString();
  }
}
