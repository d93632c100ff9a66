package dev.pharos.config.api;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Reads YAML that does not stand in the configuration files themselves, such as lists of targets,
 * rule files or the modules of an exporter, with the same line numbers and the same strictness.
 *
 * <p>Offered as a service, and by each {@link ConfigNode} to those that have no services. Safe for
 * use by several threads.
 */
@ProviderType
public interface ConfigParser {

  /**
   * A text that has been read.
   *
   * <p>Nodes report what is wrong with them to {@link #problems}, which at first holds what is
   * wrong with the text itself.
   */
  @ProviderType
  interface Parsed {

    /** The mapping at the root; empty if something else stands there, or nothing. */
    Optional<ConfigNode> mapping();

    /**
     * The mappings of a list at the root; empty if there is none. Entries that are not mappings are
     * problems.
     */
    List<ConfigNode> list();

    /** What is wrong so far, in the order of the file; empty if nothing is. */
    List<ConfigProblem> problems();
  }

  /**
   * Reads a text. Whatever is wrong with it is a problem of the answer.
   *
   * @param name stands for the file in positions
   * @param folder from where relative names of files count
   */
  Parsed parse(String name, Path folder, String text);

  /**
   * Reads a file; its path is its name in positions.
   *
   * @throws IOException if it cannot be read at all
   */
  Parsed parse(Path file) throws IOException;
}
