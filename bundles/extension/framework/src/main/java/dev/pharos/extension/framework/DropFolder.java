package dev.pharos.extension.framework;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import dev.pharos.extension.api.ExtensionException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder that bundles are dropped into, watched for files that are none.
 *
 * <p>A file is judged once it has kept still for a moment, since a copy that is under way is no jar
 * yet. Watches on one virtual thread from {@link #watch} to {@link #close}.
 */
final class DropFolder implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(DropFolder.class.getName());

  /** How long a folder has to be quiet before its files are judged. */
  private static final Duration QUIET = Duration.ofMillis(700);

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);

  private final Path folder;
  private final Runnable changed;
  private volatile Map<Path, String> objections = Map.of();
  private volatile @Nullable WatchService watches;
  private volatile @Nullable Thread thread;

  /**
   * @param folder the drop folder
   * @param changed called when the judgement on a file has changed
   */
  DropFolder(Path folder, Runnable changed) {
    this.folder = folder;
    this.changed = changed;
  }

  /** Begins to watch; a folder that cannot be watched is told in the log. */
  void watch() {
    try {
      WatchService service = folder.getFileSystem().newWatchService();
      watches = service;
      folder.register(service, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
      thread = Thread.ofVirtual().name("drop folder").start(() -> watch(service));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "Files in " + folder + " that are no bundles will not be told of", e);
    }
  }

  private void watch(WatchService service) {
    try {
      judge();
      while (true) {
        WatchKey key = service.take();
        do {
          key.pollEvents();
          key.reset();
          key = service.poll(QUIET.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
        } while (key != null);
        judge();
      }
    } catch (InterruptedException | ClosedWatchServiceException stopped) {
      LOG.log(Level.DEBUG, "The drop folder is not watched any more");
    }
  }

  /** Looks at every file anew. */
  void judge() {
    Map<Path, String> found = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(DropFolder::shouldBeBundle).toList()) {
        BundleFile.objection(file).ifPresent(why -> found.put(file, why));
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "The drop folder " + folder + " cannot be read", e);
      return;
    }
    Map<Path, String> before = objections;
    if (!found.equals(before)) {
      objections = Map.copyOf(found);
      found.forEach(
          (file, why) -> {
            if (!why.equals(before.get(file))) {
              LOG.log(Level.ERROR, file + " " + why);
            }
          });
      changed.run();
    }
  }

  private static boolean shouldBeBundle(Path file) {
    return file.getFileName().toString().endsWith(".jar") && Files.isRegularFile(file);
  }

  /** Files that should be bundles and are none, each with the reason. */
  Map<Path, String> objections() {
    return objections;
  }

  boolean holds(Path file) {
    return folder.equals(file.getParent());
  }

  /** Puts a file into the folder as a whole, if it is a bundle. */
  void put(String fileName, InputStream content) throws ExtensionException {
    String name = Path.of(fileName.replace('\\', '/')).getFileName().toString();
    if (!name.endsWith(".jar") || name.startsWith(".")) {
      throw new ExtensionException(
          ExtensionException.Kind.INVALID,
          "the file is called " + name + "; a bundle is a file that ends in .jar");
    }
    try {
      // Not yet a .jar, so that nobody takes it before it is whole.
      Path draft = Files.createTempFile(folder, ".upload", ".part");
      try {
        Files.copy(content, draft, REPLACE_EXISTING);
        var objection = BundleFile.objection(draft);
        if (objection.isPresent()) {
          throw new ExtensionException(
              ExtensionException.Kind.INVALID, name + " " + objection.get());
        }
        Files.move(draft, folder.resolve(name), ATOMIC_MOVE, REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      throw new ExtensionException(
          ExtensionException.Kind.FAILED,
          name + " could not be written to " + folder + ": " + e.getMessage(),
          e);
    }
  }

  /** Takes a file away. */
  void delete(Path file) throws ExtensionException {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new ExtensionException(
          ExtensionException.Kind.FAILED, file + " could not be deleted: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      WatchService service = watches;
      if (service != null) {
        service.close();
      }
      Thread running = thread;
      if (running != null) {
        running.interrupt();
        running.join(STOP_TIMEOUT);
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "The watch on " + folder + " did not close", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
