package dev.pharos.distribution.launcher;

import com.google.gson.JsonObject;
import dev.pharos.distribution.launcher.feature.Feature;
import dev.pharos.distribution.launcher.flags.Flag;
import dev.pharos.distribution.launcher.flags.FlagValues;
import dev.pharos.distribution.launcher.flags.Flags;
import dev.pharos.distribution.launcher.flags.UsageException;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The settings of all bundles, as properties by PID: flags on the command line win over files of
 * {@code etc}, these over features and the defaults of flags.
 *
 * <p>A factory's instance is {@code factory~name}.
 */
final class Settings {

  static final String LISTENER = "dev.pharos.http.listener";
  private static final String HTTP = "dev.pharos.http.server";
  private static final String TSDB = "dev.pharos.storage.tsdb";
  private static final String PROMQL = "dev.pharos.query.promql";
  private static final String LANGUAGE = "promql-";

  /** Features of the language that are not named after it. */
  private static final Set<String> MORE_LANGUAGE =
      Set.of("type-and-unit-labels", "use-start-timestamps");

  private static final String YAML = "dev.pharos.config.yaml";

  private final Map<String, Map<String, Object>> configurations = new TreeMap<>();

  private Settings() {}

  /**
   * Puts the settings together.
   *
   * @throws UsageException if a value of a flag fits its kind but not its use
   * @throws IOException if a file of {@code etc} cannot be read
   */
  static Map<String, Map<String, Object>> of(
      FlagValues flags, List<Feature> features, Folders folders)
      throws UsageException, IOException {
    Settings settings = new Settings();
    for (Feature feature : features) {
      feature.configurations().forEach((pid, properties) -> settings.of(pid).putAll(properties));
    }
    settings.apply(flags, false);
    settings.paths(folders);
    settings.files(folders.etc());
    settings.givenPaths(flags, folders);
    settings.apply(flags, true);
    if (flags.isGiven("enable-feature")) {
      settings.of(PROMQL).put("enable.feature", languageFeatures(flags));
    }
    settings.listeners(flags.texts("web.listen-address"), routePrefix(flags));
    settings.of("dev.pharos.web.prometheus").put("flags", json(flags));
    return settings.configurations;
  }

  private void apply(FlagValues flags, boolean given) throws UsageException {
    for (Flag flag : Flags.TABLE.values()) {
      if (flags.isGiven(flag.name()) == given
          && flag.effect() instanceof Flag.Effect.Setting(String pid, String key)
          && !flags.text(flag.name()).isEmpty()) {
        of(pid).put(key, value(flag, flags.text(flag.name())));
      }
    }
    if (flags.isGiven("web.read-timeout") == given) {
      of(HTTP).put("read.timeout.seconds", seconds(flags.text("web.read-timeout")));
    }
  }

  /** Names of {@code --enable-feature} that switch something in PromQL. */
  private static String[] languageFeatures(FlagValues flags) {
    return features(flags).stream().filter(Settings::isOfLanguage).toArray(String[]::new);
  }

  /** Names of {@code --enable-feature} that nothing heeds, or that always hold. */
  static List<String> otherFeatures(FlagValues flags) {
    return features(flags).stream().filter(name -> !isOfLanguage(name)).toList();
  }

  private static boolean isOfLanguage(String feature) {
    return feature.startsWith(LANGUAGE) || MORE_LANGUAGE.contains(feature);
  }

  private static List<String> features(FlagValues flags) {
    return flags.texts("enable-feature").stream()
        .flatMap(names -> Stream.of(names.split(",", -1)))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private static Object value(Flag flag, String text) {
    return switch (flag.kind()) {
      case BOOLEAN -> Boolean.valueOf(text);
      case WHOLE -> new BigDecimal(text).longValue();
      case TEXT, DECIMAL, DURATION, SIZE -> text;
    };
  }

  private void paths(Folders folders) {
    of(YAML).put("prometheus.file", folders.prometheusFile().toString());
    of(YAML).put("alertmanager.file", folders.alertmanagerFile().toString());
    of(YAML).put("pharos.file", folders.pharosFile().toString());
    data(folders);
    of("dev.pharos.document.files").put("path", folders.state().resolve("documents").toString());
    of("dev.pharos.identity.local").put("path", folders.state().resolve("identity").toString());
  }

  private void givenPaths(FlagValues flags, Folders folders) {
    if (flags.isGiven("config.file")) {
      of(YAML).put("prometheus.file", folders.prometheusFile().toString());
    }
    if (flags.isGiven("alertmanager.config.file")) {
      of(YAML).put("alertmanager.file", folders.alertmanagerFile().toString());
    }
    if (flags.isGiven("pharos.config.file")) {
      of(YAML).put("pharos.file", folders.pharosFile().toString());
    }
    if (flags.isGiven("storage.tsdb.path")) {
      data(folders);
    }
  }

  private void data(Folders folders) {
    of(TSDB).put("path", folders.data().toString());
    of(PROMQL).put("active.queries.path", folders.data().toString());
  }

  private void files(Path etc) throws IOException {
    if (!Files.isDirectory(etc)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(etc, "*.cfg")) {
      for (Path file : files) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
          properties.load(reader);
        }
        Map<String, Object> target = of(pid(file.getFileName().toString()));
        properties.forEach((key, value) -> target.put(key.toString(), value.toString().strip()));
      }
    }
  }

  /** {@code a.b.cfg} sets up {@code a.b}; {@code a.b-c.cfg} and {@code a.b~c.cfg} its part c. */
  static String pid(String fileName) {
    String name = fileName.substring(0, fileName.length() - ".cfg".length());
    int dash = name.indexOf('-');
    return dash < 0 || name.indexOf('~') >= 0
        ? name
        : name.substring(0, dash) + "~" + name.substring(dash + 1);
  }

  private void listeners(List<String> addresses, String prefix) throws UsageException {
    for (int i = 0; i < addresses.size(); i++) {
      String address = addresses.get(i);
      int colon = address.lastIndexOf(':');
      String host = colon < 0 ? "" : address.substring(0, colon);
      int port = port(address, address.substring(colon + 1));
      if (host.startsWith("[") && host.endsWith("]")) {
        host = host.substring(1, host.length() - 1);
      }
      Map<String, Object> listener = of(LISTENER + "~" + (i == 0 ? "main" : "main-" + (i + 1)));
      listener.put("host", host.isEmpty() ? "0.0.0.0" : host);
      listener.put("port", port);
      listener.put("route.prefix", prefix);
    }
  }

  private static int port(String address, String text) throws UsageException {
    try {
      int port = Integer.parseInt(text);
      if (address.indexOf(':') >= 0 && port >= 0 && port <= 65535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Told below, with what was found.
    }
    throw new UsageException(
        "--web.listen-address is '" + address + "'; write host:port, such as 127.0.0.1:9090");
  }

  /**
   * The prefix given, or the path of the external URL; empty for none, else with a slash before.
   */
  static String routePrefix(FlagValues flags) throws UsageException {
    String prefix = flags.text("web.route-prefix");
    if (!flags.isGiven("web.route-prefix") && !flags.text("web.external-url").isEmpty()) {
      try {
        prefix = URI.create(flags.text("web.external-url")).getPath();
      } catch (IllegalArgumentException e) {
        throw new UsageException(
            "--web.external-url is '"
                + flags.text("web.external-url")
                + "'; write a URL such as https://metrics.example.org/prometheus");
      }
    }
    String bare = prefix == null ? "" : prefix.replaceAll("^/+|/+$", "");
    return bare.isEmpty() ? "" : "/" + bare;
  }

  /** The length of a duration of the flags, in whole seconds and at least one. */
  static int seconds(String duration) {
    long millis = 0;
    long number = 0;
    for (int i = 0; i < duration.length(); i++) {
      char c = duration.charAt(i);
      if (Character.isDigit(c)) {
        number = number * 10 + Character.digit(c, 10);
        continue;
      }
      boolean milli = c == 'm' && i + 1 < duration.length() && duration.charAt(i + 1) == 's';
      millis += number * (milli ? 1 : unitMillis(c));
      number = 0;
      i += milli ? 1 : 0;
    }
    return Math.clamp(millis / 1000, 1, Integer.MAX_VALUE);
  }

  private static long unitMillis(char unit) {
    return switch (unit) {
      case 'y' -> 365L * 24 * 3_600_000;
      case 'w' -> 7L * 24 * 3_600_000;
      case 'd' -> 24L * 3_600_000;
      case 'h' -> 3_600_000;
      case 'm' -> 60_000;
      case 's' -> 1000;
      default -> throw new IllegalArgumentException("no unit of time is called " + unit);
    };
  }

  private static String json(FlagValues flags) {
    JsonObject json = new JsonObject();
    flags
        .all()
        .forEach(
            (name, value) -> {
              if (!name.equals("help") && !name.equals("version")) {
                json.addProperty(name, value);
              }
            });
    return json.toString();
  }

  private Map<String, Object> of(String pid) {
    return configurations.computeIfAbsent(pid, absent -> new HashMap<>());
  }
}
