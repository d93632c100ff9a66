package dev.pharos.config.api;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A mapping in a configuration file, read key by key, that remembers where each value was written.
 *
 * <p>Reading never throws for what the author of the file wrote: a value of the wrong type becomes
 * a {@linkplain #problem problem} with its line, and the reader gets the fallback, so that one pass
 * finds everything that is wrong. A key counts as known once it has been asked for; {@link
 * #refuseUnknown} reports the rest.
 *
 * <p>Not safe for use by several threads.
 */
@ProviderType
public interface ConfigNode {

  SourcePosition position();

  /**
   * The way here from the root of the file, such as {@code scrape_configs[2]}; empty at the root.
   */
  String path();

  /** The keys that were written, in the order of the file. */
  Set<String> keys();

  default boolean has(String key) {
    return keys().contains(key);
  }

  /** Where the value of {@code key} was written, or where this mapping begins if it was not. */
  SourcePosition positionOf(String key);

  /** The text of a scalar as it was written, without quotes; empty if the key is absent or null. */
  Optional<String> text(String key);

  /** Like {@link #text(String)}; an absent or empty value is a problem. */
  String requiredText(String key);

  default String text(String key, String fallback) {
    return text(key).orElse(fallback);
  }

  boolean flag(String key, boolean fallback);

  long integer(String key, long fallback);

  double number(String key, double fallback);

  /** A duration such as {@code 1h30m}, {@code 15s}, {@code 250ms} or {@code 0}. */
  Optional<Duration> duration(String key);

  default Duration duration(String key, Duration fallback) {
    return duration(key).orElse(fallback);
  }

  /** A size such as {@code 512MB} or {@code 10MiB}, in bytes; units are powers of 1024. */
  long bytes(String key, long fallback);

  /** A list of scalars; empty if absent. */
  List<String> texts(String key);

  /** A mapping of scalars in the order of the file; empty if absent. */
  Map<String, String> textMap(String key);

  /** A mapping below this one. */
  Optional<ConfigNode> section(String key);

  /** A list of mappings; empty if absent. An entry without content is a problem. */
  List<ConfigNode> sections(String key);

  /**
   * Like {@link #sections(String)}, with a name for an entry.
   *
   * @param entry what an entry is, for the message about one without content, such as {@code
   *     "relabeling rule"}
   */
  default List<ConfigNode> sections(String key, String entry) {
    return sections(key);
  }

  /**
   * The secret behind {@code key}: the value written there, or the content of the file that {@code
   * <key>_file} names. Naming both is a problem.
   */
  Optional<Secret> secret(String key);

  /**
   * The place of a file that is named here: what is not absolute counts from the folder of the file
   * in which this mapping was written.
   */
  Path resolve(String file);

  /** The parser this mapping came from, for further files that it names. */
  ConfigParser parser();

  /** The values read from a mapping as plain objects: maps, lists, texts; for handing a part on. */
  Map<String, Object> raw();

  /** This mapping as YAML, without comments and with secrets masked; for showing. */
  String masked();

  /** The problems reported so far in the reading this mapping belongs to. */
  List<ConfigProblem> problems();

  /** Reports that the value of {@code key} cannot be used. */
  void problem(String key, String fault, String remedy);

  /** Reports that this mapping as a whole cannot be used. */
  void problem(String fault, String remedy);

  /** Reports each key that nobody has asked for, with the nearest known one as remedy. */
  void refuseUnknown();
}
