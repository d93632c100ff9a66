package dev.pharos.extension.api;

import dev.pharos.identity.api.Principal;
import java.io.InputStream;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The bundles of the running platform, and the ways to change them.
 *
 * <p>Whatever changes something takes the principal who wants it, and is refused to everybody but
 * administrators: a bundle runs with all rights of the process. Answers are snapshots. Safe for use
 * by several threads.
 */
@ProviderType
public interface Extensions {

  /** What a bundle does at the moment. */
  enum State {
    RUNNING,
    STARTING,
    /** It could run and does not: it was stopped, or failed when it started. */
    STOPPED,
    /** It lacks something it needs. */
    UNRESOLVED,
    /** A file in the drop folder that is no bundle. */
    NO_BUNDLE
  }

  /**
   * Something a bundle offers to others.
   *
   * @param door the contract, such as {@code Exporter} or {@code Panel}
   * @param name which one, such as {@code node}; empty if there is only one of its kind
   */
  record Offer(String door, String name) {}

  /**
   * A bundle, or a file that should be one.
   *
   * @param id of the bundle in this framework; negative for a file that is no bundle
   * @param name symbolic name, or the name of the file
   * @param title for people
   * @param version empty for a file that is no bundle
   * @param state what it does
   * @param platform whether it belongs to the distribution; otherwise it was dropped in
   * @param problem what is wrong and what to do, in words; empty if nothing is
   * @param offers what it offers at the moment
   */
  record Extension(
      long id,
      String name,
      String title,
      String version,
      State state,
      boolean platform,
      String problem,
      List<Offer> offers) {}

  /** All bundles: those that were dropped in first, then by name. */
  List<Extension> list();

  /**
   * Puts a bundle into the drop folder, from where it is installed and started, or replaces the one
   * that came from a file of the same name.
   *
   * @param fileName as its maker calls it; folders in it are ignored
   * @param jar the content; read to its end
   * @throws ExtensionException if it is no bundle, or there is no drop folder; nothing has changed
   */
  void install(Principal by, String fileName, InputStream jar) throws ExtensionException;

  void start(Principal by, long id) throws ExtensionException;

  void stop(Principal by, long id) throws ExtensionException;

  /**
   * Removes what was dropped in, and its file. A bundle of the distribution can only be stopped.
   */
  void remove(Principal by, long id) throws ExtensionException;

  /** Calls back, at most twice a second, when anything in {@link #list} may have changed. */
  AutoCloseable onChange(Runnable listener);
}
