package dev.pharos.config.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The configuration files in force, and how the last attempt to load them went.
 *
 * <p>Safe for use by several threads; reloads follow one another.
 */
@ProviderType
public interface ConfigFiles {

  /**
   * What is known of one file.
   *
   * @param name {@code prometheus}, {@code alertmanager} or {@code pharos}
   * @param path where it is
   * @param text the file in force with comments dropped and secrets masked; empty if there is none
   * @param appliedAtMillis when it came into force, in milliseconds since the Unix epoch; 0 if
   *     never
   * @param problems what was wrong at the last attempt; empty if it succeeded
   * @param waiting types named in the file whose bundle is absent, each in words
   */
  record Status(
      String name,
      Path path,
      String text,
      long appliedAtMillis,
      List<ConfigProblem> problems,
      List<String> waiting) {}

  List<Status> files();

  default Optional<Status> file(String name) {
    return files().stream().filter(file -> file.name().equals(name)).findFirst();
  }

  /** Whether a configuration is in force; until then the platform is not ready. */
  boolean isLoaded();

  /**
   * Reads all files anew and applies them, all or nothing.
   *
   * @throws InvalidConfigException if anything is wrong with any of them; the old ones stay in
   *     force
   */
  void reload() throws InvalidConfigException;
}
