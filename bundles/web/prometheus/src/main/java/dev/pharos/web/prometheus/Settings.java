package dev.pharos.web.prometheus;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What the flags of the process say about the API. */
@Component(service = Settings.class, configurationPid = "dev.pharos.web.prometheus")
@Designate(ocd = Settings.Config.class)
public final class Settings {

  /** Settings. */
  @ObjectClassDefinition(name = "Prometheus's HTTP API", description = "What it offers")
  public @interface Config {

    @AttributeDefinition(description = "Whether /-/reload and /-/quit are offered")
    boolean enable_lifecycle() default false;

    @AttributeDefinition(description = "Whether series can be deleted and snapshots be made")
    boolean enable_admin_api() default false;

    @AttributeDefinition(description = "Whether others may write to /api/v1/write")
    boolean enable_remote_write_receiver() default false;

    @AttributeDefinition(description = "Where users reach this server; empty if unknown")
    String external_url() default "";

    @AttributeDefinition(description = "All flags of the process with their values, as JSON")
    String flags() default "{}";

    @AttributeDefinition(description = "Version of Pharos, told as the build's revision")
    String version() default "";

    @AttributeDefinition(
        description =
            "How long small queries are asked after a start over samples; 0s for not at all")
    String warm_up() default "2s";
  }

  private final boolean lifecycle;
  private final boolean admin;
  private final boolean remoteWriteReceiver;
  private final String externalUrl;
  private final String version;
  private final Map<String, String> flags;
  private final Duration warmUp;

  @Activate
  public Settings(Config config) {
    this(
        config.enable_lifecycle(),
        config.enable_admin_api(),
        config.enable_remote_write_receiver(),
        config.external_url(),
        config.version(),
        flags(config.flags()),
        Duration.ofMillis(Times.parseDuration(config.warm_up())));
  }

  /** Settings with which nothing is asked after a start. */
  Settings(
      boolean lifecycle,
      boolean admin,
      boolean remoteWriteReceiver,
      String externalUrl,
      String version,
      Map<String, String> flags) {
    this(lifecycle, admin, remoteWriteReceiver, externalUrl, version, flags, Duration.ZERO);
  }

  Settings(
      boolean lifecycle,
      boolean admin,
      boolean remoteWriteReceiver,
      String externalUrl,
      String version,
      Map<String, String> flags,
      Duration warmUp) {
    this.warmUp = warmUp;
    this.lifecycle = lifecycle;
    this.admin = admin;
    this.remoteWriteReceiver = remoteWriteReceiver;
    this.externalUrl = externalUrl;
    this.version = version;
    this.flags = flags;
  }

  private static Map<String, String> flags(String json) {
    try {
      Map<String, String> flags = new TreeMap<>();
      JsonObject object = JsonParser.parseString(json).getAsJsonObject();
      for (Map.Entry<String, JsonElement> flag : object.entrySet()) {
        flags.put(flag.getKey(), flag.getValue().getAsString());
      }
      return flags;
    } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
      throw new IllegalArgumentException(
          "flags must be a JSON object of texts, such as {\"log.level\":\"info\"}", e);
    }
  }

  boolean lifecycle() {
    return lifecycle;
  }

  boolean admin() {
    return admin;
  }

  boolean remoteWriteReceiver() {
    return remoteWriteReceiver;
  }

  String externalUrl() {
    return externalUrl;
  }

  /** What stands before all paths, such as {@code /prom}; empty for nothing. */
  String routePrefix() {
    String prefix = flag("web.route-prefix", "");
    if (prefix.isEmpty() && !externalUrl.isEmpty()) {
      try {
        String path = URI.create(externalUrl).getPath();
        prefix = path == null ? "" : path;
      } catch (IllegalArgumentException e) {
        // The launcher has told that this is no URL.
        return "";
      }
    }
    return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
  }

  /** How long questions are asked after a start, for the code's sake. */
  Duration warmUp() {
    return warmUp;
  }

  /** Version of Pharos. */
  String version() {
    return version;
  }

  /** All flags by name, sorted. */
  Map<String, String> flags() {
    return flags;
  }

  /** Whether {@code --enable-feature} names a feature. */
  boolean hasFeature(String name) {
    return List.of(flag("enable-feature", "").split("\\s*,\\s*", -1)).contains(name);
  }

  String flag(String name, String otherwise) {
    return flags.getOrDefault(name, otherwise);
  }
}
