package dev.pharos.target.scrape;

import dev.pharos.config.api.ConfigNode;
import dev.pharos.http.client.HttpSettings;
import dev.pharos.model.NameScheme;
import dev.pharos.model.Quoted;
import dev.pharos.model.Relabelling;
import dev.pharos.target.api.DiscoveryFactory;
import dev.pharos.target.api.RelabelConfig;
import dev.pharos.target.api.TargetGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one entry of {@code scrape_configs}. */
final class JobReader {

  private static final String DISCOVERY_SUFFIX = "_sd_configs";
  private static final List<String> ESCAPINGS =
      List.of("allow-utf-8", "underscores", "dots", "values");

  private final ConfigNode node;
  private final JobDefaults defaults;
  private final DiscoveryTypes types;
  private final String job;
  private final NameScheme names;
  private final List<String> notes = new ArrayList<>();

  JobReader(ConfigNode node, JobDefaults defaults, DiscoveryTypes types) {
    this.node = node;
    this.defaults = defaults;
    this.types = types;
    this.job = node.text("job_name", "");
    this.names = names();
  }

  JobConfig read() {
    if (job.isEmpty()) {
      node.problem("job_name", "job_name is empty", "name the job");
    }
    // Read whatever the scheme is: a transport that does not know them must not hide mistakes.
    HttpSettings.read(node);
    JobConfig.Pace pace = pace();
    JobConfig.Request request = request();
    Limits limits = limits();
    Relabelling targetRelabelling =
        RelabelConfig.read(
            node, "relabel_configs", "target relabeling rule in scrape config", names);
    Relabelling metricRelabelling =
        RelabelConfig.read(
            node, "metric_relabel_configs", "metric relabeling rule in scrape config", names);
    boolean honorLabels = node.flag("honor_labels", false);
    boolean honorTimestamps = node.flag("honor_timestamps", true);
    boolean trackTimestampsStaleness = node.flag("track_timestamps_staleness", false);
    boolean extraMetrics = flag("extra_scrape_metrics");
    readWhatIsNotHeeded();
    List<TargetGroup> staticGroups = staticGroups();
    List<JobConfig.Finding> discoveries = discoveries();
    node.refuseUnknown();
    // What was written, together with what comes from elsewhere in the file.
    List<Object> identity =
        List.of(
            node.raw(),
            pace,
            request,
            limits,
            extraMetrics,
            names,
            node.resolve("").toAbsolutePath().toString());
    return new JobConfig(
        job,
        pace,
        request,
        honorLabels,
        honorTimestamps,
        trackTimestampsStaleness,
        extraMetrics,
        names,
        targetRelabelling,
        metricRelabelling,
        limits,
        staticGroups,
        discoveries,
        Optional.of(node),
        identity,
        node.masked());
  }

  /** What was read but has no effect, in words. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  private JobConfig.Pace pace() {
    Duration interval = positive("scrape_interval").orElse(defaults.pace().interval());
    Optional<Duration> written = positive("scrape_timeout");
    if (written.isPresent() && written.get().compareTo(interval) > 0) {
      node.problem(
          "scrape_timeout",
          "scrape timeout greater than scrape interval for scrape config with job name "
              + Quoted.quote(job),
          "set it to the scrape interval or less");
    }
    return new JobConfig.Pace(
        interval, written.orElseGet(() -> JobDefaults.min(defaults.pace().timeout(), interval)));
  }

  private Optional<Duration> positive(String key) {
    return node.duration(key).filter(duration -> !duration.isZero());
  }

  private JobConfig.Request request() {
    String scheme = node.text("scheme").filter(text -> !text.isEmpty()).orElse("http");
    String path = node.text("metrics_path").filter(text -> !text.isEmpty()).orElse("/metrics");
    return new JobConfig.Request(
        scheme,
        path,
        parameters(),
        ScrapeProtocol.accept(protocols(), escaping()),
        fallback(),
        node.flag("enable_compression", true));
  }

  private Map<String, List<String>> parameters() {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    node.section("params")
        .ifPresent(
            section -> {
              for (String name : section.keys()) {
                parameters.put(name, section.texts(name));
              }
            });
    return parameters;
  }

  private List<ScrapeProtocol> protocols() {
    ConfigNode owner = node.has("scrape_protocols") ? node : defaults.global().orElse(node);
    List<String> texts = owner.texts("scrape_protocols");
    List<ScrapeProtocol> protocols = new ArrayList<>();
    for (String text : texts) {
      Optional<ScrapeProtocol> protocol = ScrapeProtocol.of(text);
      if (protocol.isEmpty()) {
        owner.problem(
            "scrape_protocols",
            "unknown scrape protocol " + text + ", supported: " + protocolNames(),
            "write one of those");
      } else if (protocols.contains(protocol.get())) {
        owner.problem(
            "scrape_protocols",
            "duplicated protocol in scrape_protocols, got ["
                + String.join(" ", texts)
                + "] for scrape config with job name "
                + Quoted.quote(job),
            "name each protocol once");
        break;
      } else {
        protocols.add(protocol.get());
      }
    }
    return protocols.isEmpty() ? ScrapeProtocol.DEFAULT : protocols;
  }

  private static List<String> protocolNames() {
    return List.of(ScrapeProtocol.values()).stream().map(ScrapeProtocol::text).sorted().toList();
  }

  private Optional<ScrapeProtocol> fallback() {
    Optional<String> text = node.text("fallback_scrape_protocol").filter(name -> !name.isEmpty());
    Optional<ScrapeProtocol> protocol = text.flatMap(ScrapeProtocol::of);
    if (text.isPresent() && protocol.isEmpty()) {
      node.problem(
          "fallback_scrape_protocol",
          "invalid fallback_scrape_protocol for scrape config with job name "
              + Quoted.quote(job)
              + ": unknown scrape protocol "
              + text.get(),
          "write one of " + protocolNames());
    }
    return protocol;
  }

  private NameScheme names() {
    String text = textOrGlobal("metric_name_validation_scheme");
    if (!text.isEmpty() && !text.equals("utf8") && !text.equals("legacy")) {
      node.problem(
          "metric_name_validation_scheme",
          "unknown scrape config name validation method specified, must be either '', 'legacy' or"
              + " 'utf8', got "
              + text,
          "write utf8 or legacy");
    }
    return text.equals("legacy") ? NameScheme.LEGACY : NameScheme.UTF8;
  }

  private String escaping() {
    String text = textOrGlobal("metric_name_escaping_scheme");
    if (text.isEmpty()) {
      return names == NameScheme.LEGACY ? "underscores" : "allow-utf-8";
    }
    if (!ESCAPINGS.contains(text)) {
      node.problem(
          "metric_name_escaping_scheme",
          "unknown scrape config name escaping method specified, must be one of "
              + String.join(", ", ESCAPINGS)
              + ", got "
              + text,
          "write one of those");
    } else if (text.equals("allow-utf-8") && names == NameScheme.LEGACY) {
      node.problem(
          "metric_name_escaping_scheme",
          "utf8 metric names requested but validation scheme is not set to UTF8",
          "write underscores, or set metric_name_validation_scheme to utf8");
    }
    return text;
  }

  private String textOrGlobal(String key) {
    return node.text(key).filter(text -> !text.isEmpty()).orElseGet(() -> defaults.text(key));
  }

  private boolean flag(String key) {
    return node.flag(key, defaults.flag(key));
  }

  /** What is known and checked, but without effect so far; its users are told. */
  private void readWhatIsNotHeeded() {
    for (String key :
        List.of(
            "scrape_native_histograms",
            "convert_classic_histograms_to_nhcb",
            "always_scrape_classic_histograms")) {
      note(key, flag(key));
    }
    note("native_histogram_bucket_limit", node.integer("native_histogram_bucket_limit", 0) > 0);
    note(
        "native_histogram_min_bucket_factor",
        node.number("native_histogram_min_bucket_factor", 0) > 0);
    note("scrape_failure_log_file", !textOrGlobal("scrape_failure_log_file").isEmpty());
    note("oauth2", node.has("oauth2"));
  }

  private void note(String key, boolean set) {
    if (set) {
      notes.add("job " + job + ": " + key + " is accepted, but has no effect in this version");
    }
  }

  private Limits limits() {
    long bytes = node.bytes("body_size_limit", 0);
    return new Limits(
        bytes == 0 ? defaults.bytes("body_size_limit") : bytes,
        limit("sample_limit"),
        limit("label_limit"),
        limit("label_name_length_limit"),
        limit("label_value_length_limit"),
        limit("target_limit"),
        limit("keep_dropped_targets"));
  }

  private int limit(String key) {
    long limit = node.integer(key, 0);
    if (limit < 0) {
      node.problem(key, "a limit is not negative", "write 0 for no limit");
    }
    long effective = limit == 0 ? defaults.integer(key) : limit;
    return Math.clamp(effective, 0, Integer.MAX_VALUE);
  }

  private List<TargetGroup> staticGroups() {
    List<TargetGroup> groups = new ArrayList<>();
    for (ConfigNode section : node.sections("static_configs")) {
      List<String> addresses = section.texts("targets");
      for (String address : addresses) {
        if (address.contains("/")) {
          section.problem(
              "targets",
              Quoted.quote(address) + " is not a valid hostname",
              "write host:port alone; scheme and metrics_path have settings of their own");
        }
      }
      Map<String, String> labels = section.textMap("labels");
      for (String name : labels.keySet()) {
        if (!names.allowsLabel(name)) {
          section.problem(
              "labels",
              Quoted.quote(name) + " is not a valid label name",
              "use letters, digits and _");
        }
      }
      section.refuseUnknown();
      groups.add(TargetGroup.ofAddresses(String.valueOf(groups.size()), addresses, labels));
    }
    return List.copyOf(groups);
  }

  private List<JobConfig.Finding> discoveries() {
    List<JobConfig.Finding> findings = new ArrayList<>();
    for (String key : node.keys()) {
      if (!key.endsWith(DISCOVERY_SUFFIX)) {
        continue;
      }
      String type = key.substring(0, key.length() - DISCOVERY_SUFFIX.length());
      DiscoveryFactory factory = types.factory(type);
      for (ConfigNode section : node.sections(key)) {
        if (factory != null) {
          // For its problems alone; the discovery that runs is made when the file is applied.
          factory.create(section);
        }
        findings.add(new JobConfig.Finding(type, section));
      }
    }
    return List.copyOf(findings);
  }
}
