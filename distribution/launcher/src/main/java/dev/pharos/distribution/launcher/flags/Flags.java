package dev.pharos.distribution.launcher.flags;

import static dev.pharos.distribution.launcher.flags.Flag.Kind.BOOLEAN;
import static dev.pharos.distribution.launcher.flags.Flag.Kind.DECIMAL;
import static dev.pharos.distribution.launcher.flags.Flag.Kind.DURATION;
import static dev.pharos.distribution.launcher.flags.Flag.Kind.SIZE;
import static dev.pharos.distribution.launcher.flags.Flag.Kind.TEXT;
import static dev.pharos.distribution.launcher.flags.Flag.Kind.WHOLE;
import static dev.pharos.distribution.launcher.flags.Flag.flag;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The table of all flags: Prometheus's, visible and hidden, with its defaults, and ours.
 *
 * <p>One default differs: {@code --web.listen-address} is the loopback address, so that a first
 * start shows nothing to the network.
 */
public final class Flags {

  private static final String HTTP = "dev.pharos.http.server";
  private static final String TSDB = "dev.pharos.storage.tsdb";
  private static final String PROMQL = "dev.pharos.query.promql";
  private static final String IDENTITY = "dev.pharos.identity.local";
  private static final String WEB = "dev.pharos.web.prometheus";

  /** All flags by name, in the order of the help text. */
  public static final Map<String, Flag> TABLE = table();

  private Flags() {}

  private static Map<String, Flag> table() {
    Map<String, Flag> table = new LinkedHashMap<>();
    for (Flag[] group : new Flag[][] {process(), web(), storage(), rules(), agent(), hidden()}) {
      for (Flag flag : group) {
        if (table.put(flag.name(), flag) != null) {
          throw new IllegalStateException("--" + flag.name() + " is in the table twice");
        }
      }
    }
    return Collections.unmodifiableMap(table);
  }

  private static Flag[] process() {
    return new Flag[] {
      flag("help", BOOLEAN, "false", "Show this text and end.").launches(),
      flag("version", BOOLEAN, "false", "Show the version and end.").launches(),
      flag("config.file", TEXT, "prometheus.yml", "Prometheus configuration file path.").launches(),
      flag(
          "config.auto-reload",
          BOOLEAN,
          "false",
          "Reload the configuration when one of its files has changed."),
      flag(
          "config.auto-reload-interval",
          DURATION,
          "30s",
          "How often files are looked at for --config.auto-reload."),
      flag(
              "alertmanager.config.file",
              TEXT,
              "",
              "Alertmanager configuration file path; alertmanager.yml beside --config.file when"
                  + " absent.")
          .ours()
          .launches(),
      flag(
              "pharos.config.file",
              TEXT,
              "",
              "File of settings that Prometheus does not have; pharos.yml beside --config.file when"
                  + " absent.")
          .ours()
          .launches(),
      flag("home", TEXT, "", "Folder of the distribution.").ours().launches(),
      flag("shape", TEXT, "server", "List of features to run, from features/shapes.")
          .ours()
          .launches(),
      flag(
              "state.path",
              TEXT,
              "",
              "Folder of documents, users and the bundle cache; 'state' beside"
                  + " --storage.tsdb.path when absent.")
          .ours()
          .launches(),
      flag(
              "deploy.path",
              TEXT,
              "",
              "Folder whose bundles are installed and removed while running; 'deploy' in the"
                  + " distribution when absent.")
          .ours()
          .launches(),
      flag("auto-gomaxprocs", BOOLEAN, "true", "Understood; Java sees a container's cores itself.")
          .moot(),
      flag(
              "auto-gomemlimit",
              BOOLEAN,
              "true",
              "Understood; etc/jvm.options says how much memory Java takes.")
          .moot(),
      flag("auto-gomemlimit.ratio", DECIMAL, "0.9", "Understood; see --auto-gomemlimit.").moot(),
      flag("auto-gomemlimit.refresh-interval", DURATION, "0s", "Understood; see --auto-gomemlimit.")
          .moot(),
      flag("enable-feature", TEXT, "", "Comma separated names of features to enable.")
          .repeats()
          .launches(),
      flag("agent", BOOLEAN, "false", "Run as an agent."),
      flag("log.level", TEXT, "info", "Only log messages of this level or above.")
          .oneOf("debug", "info", "warn", "error")
          .launches(),
      flag("log.format", TEXT, "logfmt", "How log messages are written.")
          .oneOf("logfmt", "json")
          .launches(),
    };
  }

  private static Flag[] web() {
    return new Flag[] {
      flag(
              "web.listen-address",
              TEXT,
              "127.0.0.1:9090",
              "Address to listen on for the console, the API and metrics.")
          .repeats()
          .launches(),
      flag("web.config.file", TEXT, "", "File that enables TLS or authentication.")
          .refused("this version has no TLS and no users from a file, so it would stand open"),
      flag("web.read-timeout", DURATION, "5m", "How long a request may take to arrive.").launches(),
      flag("web.max-connections", WHOLE, "512", "Most connections at a time, of all listeners.")
          .sets(HTTP, "max.connections"),
      flag("web.max-notifications-subscribers", WHOLE, "16", "Most subscribers of notifications."),
      flag("web.external-url", TEXT, "", "The URL under which others reach this server.")
          .sets(WEB, "external.url"),
      flag("web.route-prefix", TEXT, "", "Prefix of all paths; the path of --web.external-url.")
          .launches(),
      flag("web.user-assets", TEXT, "", "Folder of files served at /user."),
      flag("web.enable-lifecycle", BOOLEAN, "false", "Enable reload and shutdown over HTTP.")
          .sets(WEB, "enable.lifecycle"),
      flag("web.enable-admin-api", BOOLEAN, "false", "Enable the API of administrators.")
          .sets(WEB, "enable.admin.api"),
      flag(
              "web.enable-remote-write-receiver",
              BOOLEAN,
              "false",
              "Take samples that others write, at /api/v1/write.")
          .sets(WEB, "enable.remote.write.receiver"),
      flag(
              "web.remote-write-receiver.accepted-protobuf-messages",
              TEXT,
              "prometheus.WriteRequest",
              "Messages of remote write that are taken.")
          .oneOf("prometheus.WriteRequest", "io.prometheus.write.v2.Request")
          .repeats(),
      flag("web.enable-otlp-receiver", BOOLEAN, "false", "Take samples in OTLP, at /api/v1/otlp."),
      flag("web.console.templates", TEXT, "consoles", "Folder of console templates."),
      flag("web.console.libraries", TEXT, "console_libraries", "Folder of console libraries."),
      flag(
          "web.page-title",
          TEXT,
          "Prometheus Time Series Collection and Processing Server",
          "Title of the pages."),
      flag("web.cors.origin", TEXT, ".*", "Regular expression of the origins that CORS allows."),
      flag("identity.closed", BOOLEAN, "false", "Ask everybody to log in, for reading too.")
          .ours()
          .sets(IDENTITY, "closed"),
      flag(
              "web.console",
              BOOLEAN,
              "true",
              "Offer the web console of bundles and the upload of bundles.")
          .ours()
          .launches(),
    };
  }

  private static Flag[] storage() {
    return new Flag[] {
      flag("storage.tsdb.path", TEXT, "data/", "Folder of samples.").server().launches(),
      flag(
              "storage.tsdb.retention.time",
              DURATION,
              "",
              "How long samples are kept; 15d when neither this nor the size is given.")
          .server()
          .sets(TSDB, "retention.time"),
      flag(
              "storage.tsdb.retention.size",
              SIZE,
              "",
              "Most bytes that blocks, log and head may take on the disk.")
          .server()
          .sets(TSDB, "retention.size"),
      flag("storage.tsdb.no-lockfile", BOOLEAN, "false", "Do not lock the data folder.")
          .server()
          .sets(TSDB, "no.lockfile"),
      flag(
              "storage.tsdb.head-chunks-write-queue-size",
              WHOLE,
              "0",
              "Chunks that may wait to be written.")
          .server(),
      flag(
              "storage.tsdb.delay-compact-file.path",
              TEXT,
              "",
              "File that lists the blocks which have been copied; others are not put together yet.")
          .server()
          .sets(TSDB, "delay.compact.file.path"),
      flag(
              "storage.head.series-limit",
              WHOLE,
              "",
              "Most series in memory; what half the heap holds when absent, 0 for any number.")
          .ours()
          .sets(TSDB, "head.series.limit"),
      flag(
          "storage.remote.flush-deadline", DURATION, "1m", "How long samples are sent at the end."),
      flag("storage.remote.read-sample-limit", DECIMAL, "5e7", "Most samples of one remote read.")
          .server(),
      flag("storage.remote.read-concurrent-limit", WHOLE, "10", "Most remote reads at a time.")
          .server(),
      flag(
              "storage.remote.read-max-bytes-in-frame",
              WHOLE,
              "1048576",
              "Most bytes of one frame of a remote read.")
          .server(),
      flag("web.search.max-limit", WHOLE, "10000", "Most results of a search.").server(),
      flag("query.lookback-delta", DURATION, "5m", "How far back a sample is looked for.")
          .server()
          .sets(PROMQL, "lookback.delta"),
      flag("query.timeout", DURATION, "2m", "How long a query may take.")
          .server()
          .sets(PROMQL, "timeout"),
      flag("query.max-concurrency", WHOLE, "20", "Most queries at a time.")
          .server()
          .sets(PROMQL, "max.concurrency"),
      flag("query.max-samples", WHOLE, "50000000", "Most samples of one query in memory.")
          .server()
          .sets(PROMQL, "max.samples"),
      flag(
              "query.warm-up",
              DURATION,
              "2s",
              "How long small queries are asked after a start over samples; 0s for not at all.")
          .ours()
          .sets(WEB, "warm.up"),
    };
  }

  private static Flag[] rules() {
    return new Flag[] {
      flag(
              "rules.alert.for-outage-tolerance",
              DURATION,
              "1h",
              "Longest outage after which the state of alerts is restored.")
          .server(),
      flag(
              "rules.alert.for-grace-period",
              DURATION,
              "10m",
              "Shortest time between an alert's restored state and its firing.")
          .server(),
      flag("rules.alert.resend-delay", DURATION, "1m", "How often a firing alert is sent again.")
          .server(),
      flag("rules.max-concurrent-evals", WHOLE, "4", "Most rules evaluated at a time.").server(),
      flag(
              "alertmanager.notification-queue-capacity",
              WHOLE,
              "10000",
              "Most alerts waiting to be sent.")
          .server(),
      flag("alertmanager.notification-batch-size", WHOLE, "256", "Most alerts sent in one request.")
          .server(),
      flag(
              "alertmanager.drain-notification-queue-on-shutdown",
              BOOLEAN,
              "true",
              "Send waiting alerts before ending.")
          .server(),
    };
  }

  private static Flag[] agent() {
    return new Flag[] {
      flag("storage.agent.path", TEXT, "data-agent/", "Folder of an agent's log.").agent(),
      flag("storage.agent.wal-compression", BOOLEAN, "true", "Compress an agent's log.").agent(),
      flag(
              "storage.agent.retention.min-time",
              DURATION,
              "5m",
              "Least time that samples stay in an agent's log.")
          .agent(),
      flag(
              "storage.agent.retention.max-time",
              DURATION,
              "4h",
              "Most time that samples stay in an agent's log.")
          .agent(),
      flag(
              "storage.agent.checkpoint-from-in-memory-series",
              BOOLEAN,
              "false",
              "Write an agent's checkpoint from memory.")
          .agent(),
      flag("storage.agent.checkpoint-batch-size", WHOLE, "1000", "Series of one checkpoint record.")
          .agent(),
      flag("storage.agent.no-lockfile", BOOLEAN, "false", "Do not lock an agent's folder.").agent(),
    };
  }

  private static Flag[] hidden() {
    return new Flag[] {
      flag("storage.tsdb.min-block-duration", DURATION, "2h", "Shortest span of a block.")
          .server()
          .sets(TSDB, "min.block.duration")
          .hides(),
      flag("storage.tsdb.max-block-duration", DURATION, "", "Longest span of a block.")
          .server()
          .sets(TSDB, "max.block.duration")
          .hides(),
      flag("storage.tsdb.max-block-chunk-segment-size", SIZE, "", "Size of a block's chunk files.")
          .server()
          .sets(TSDB, "max.block.chunk.segment.size")
          .hides(),
      flag("storage.tsdb.wal-segment-size", SIZE, "", "Size of the write-ahead log's files.")
          .server()
          .sets(TSDB, "wal.segment.size")
          .hides(),
      flag("storage.tsdb.wal-compression", BOOLEAN, "true", "Compress the write-ahead log.")
          .server()
          .sets(TSDB, "wal.compression")
          .hides(),
      flag("storage.tsdb.wal-compression-type", TEXT, "snappy", "How the log is compressed.")
          .server()
          .oneOf("snappy", "zstd")
          .sets(TSDB, "wal.compression.type")
          .hides(),
      flag(
              "storage.tsdb.allow-overlapping-compaction",
              BOOLEAN,
              "true",
              "Merge blocks that overlap.")
          .server()
          .sets(TSDB, "allow.overlapping.compaction")
          .hides(),
      flag("storage.tsdb.samples-per-chunk", WHOLE, "120", "Samples of one chunk.")
          .server()
          .hides(),
      flag(
              "storage.tsdb.delayed-compaction.max-percent",
              WHOLE,
              "10",
              "Longest delay of compaction, in per cent of a block's span.")
          .server()
          .hides(),
      flag("storage.tsdb.block-reload-interval", DURATION, "1m", "How often blocks are looked for.")
          .server()
          .sets(TSDB, "block.reload.interval")
          .hides(),
      flag("storage.agent.wal-compression-type", TEXT, "snappy", "How the log is compressed.")
          .agent()
          .oneOf("snappy", "zstd")
          .hides(),
      flag("scrape.adjust-timestamps", BOOLEAN, "true", "Round timestamps to the interval.")
          .hides(),
      flag("scrape.timestamp-tolerance", DURATION, "2ms", "How far timestamps are rounded.")
          .hides(),
      flag("scrape.discovery-reload-interval", DURATION, "5s", "How often targets are renewed.")
          .hides(),
      flag("write-documentation", BOOLEAN, "false", "Write the flags as a page.").hides(),
    };
  }
}
