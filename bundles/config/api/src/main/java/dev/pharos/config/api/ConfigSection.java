package dev.pharos.config.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * The owner of a part of a configuration file: checks it, then applies it.
 *
 * <p>This is a service. Register it with {@link #FILE} and {@link #KEY}. It is called when the file
 * is loaded at start and at each reload, and once when the service appears after that.
 *
 * <p><b>Threads.</b> Calls come one at a time, on the thread that loads.
 */
@ConsumerType
@FunctionalInterface
public interface ConfigSection {

  /** Service property: the file, {@code prometheus}, {@code alertmanager} or {@code pharos}. */
  String FILE = "pharos.config.file";

  /**
   * Service property: the top-level key or keys this section owns, such as {@code scrape_configs}.
   */
  String KEY = "pharos.config.key";

  /**
   * Reads what it needs from the file and reports whatever is wrong as problems of the nodes; the
   * file may lack the section. Keys of others, such as {@code global}, may be read as well.
   *
   * <p>Changes nothing: the step returned does, and it is run only if no section of any file has
   * reported a problem. It should not fail; where it does, that is logged as a fault of ours.
   *
   * @param file the root of the file
   * @return puts into force what was read
   */
  Runnable check(ConfigNode file);
}
