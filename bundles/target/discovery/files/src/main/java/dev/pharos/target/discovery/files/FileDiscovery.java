package dev.pharos.target.discovery.files;

import dev.pharos.config.api.FilePattern;
import dev.pharos.target.api.Discovery;
import dev.pharos.target.api.TargetGroup;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Reports the targets that files list, and again when one of them changes.
 *
 * <p>Folders are watched, and looked at anew at the refresh interval too, for those whose changes
 * nobody tells, such as mounted ones. A file that is broken keeps the targets it had.
 */
final class FileDiscovery implements Discovery {

  private static final System.Logger LOG = System.getLogger(FileDiscovery.class.getName());

  /** A file is often written in several steps; events that follow each other count as one. */
  private static final Duration SETTLING = Duration.ofMillis(100);

  private final List<FilePattern> patterns;
  private final Path folder;
  private final Duration refresh;
  private final TargetFile reader;

  /** State of one run; a run is made by one thread. */
  private final Map<Path, List<TargetGroup>> known = new TreeMap<>();

  private final Map<Path, String> faults = new HashMap<>();
  private final Map<Path, WatchKey> watched = new HashMap<>();

  FileDiscovery(List<FilePattern> patterns, Path folder, Duration refresh, TargetFile reader) {
    this.patterns = List.copyOf(patterns);
    this.folder = folder;
    this.refresh = refresh;
    this.reader = reader;
  }

  @Override
  public void run(Consumer<List<TargetGroup>> updates) throws InterruptedException {
    try (WatchService watcher = FileSystems.getDefault().newWatchService()) {
      boolean first = true;
      while (true) {
        watch(watcher);
        List<TargetGroup> changed = look();
        if (first || !changed.isEmpty()) {
          updates.accept(changed);
          first = false;
        }
        awaitChange(watcher);
      }
    } catch (IOException e) {
      throw new IllegalStateException("files cannot be watched: " + e.getMessage(), e);
    }
  }

  private void awaitChange(WatchService watcher) throws InterruptedException {
    WatchKey key = watcher.poll(refresh.toNanos(), TimeUnit.NANOSECONDS);
    while (key != null) {
      key.pollEvents();
      if (!key.reset()) {
        watched.values().remove(key);
      }
      key = watcher.poll(SETTLING.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void watch(WatchService watcher) {
    Set<Path> folders = new TreeSet<>();
    for (FilePattern pattern : patterns) {
      Path parent = folder.resolve(pattern.text().replace('*', '_')).toAbsolutePath().getParent();
      if (parent != null && Files.isDirectory(parent)) {
        folders.add(parent);
      }
    }
    for (Path parent : folders) {
      if (!watched.containsKey(parent)) {
        try {
          watched.put(
              parent,
              parent.register(
                  watcher,
                  StandardWatchEventKinds.ENTRY_CREATE,
                  StandardWatchEventKinds.ENTRY_DELETE,
                  StandardWatchEventKinds.ENTRY_MODIFY));
        } catch (IOException e) {
          LOG.log(Level.DEBUG, "Folder " + parent + " is looked at now and then only", e);
        }
      }
    }
  }

  /** Reads all files and answers the groups that changed, those that are gone as empty ones. */
  private List<TargetGroup> look() {
    Map<Path, List<TargetGroup>> now = new TreeMap<>();
    for (Path file : files()) {
      List<TargetGroup> before = known.getOrDefault(file, List.of());
      now.put(file, read(file, before));
    }
    List<TargetGroup> changed = new ArrayList<>();
    Set<Path> all = new TreeSet<>(known.keySet());
    all.addAll(now.keySet());
    for (Path file : all) {
      List<TargetGroup> before = known.getOrDefault(file, List.of());
      List<TargetGroup> after = now.getOrDefault(file, List.of());
      for (int i = 0; i < after.size(); i++) {
        if (i >= before.size() || !after.get(i).equals(before.get(i))) {
          changed.add(after.get(i));
        }
      }
      for (int i = after.size(); i < before.size(); i++) {
        changed.add(new TargetGroup(TargetFile.source(file, i), List.of(), Map.of()));
      }
    }
    known.clear();
    known.putAll(now);
    faults.keySet().retainAll(now.keySet());
    return changed;
  }

  private Set<Path> files() {
    Set<Path> files = new TreeSet<>();
    for (FilePattern pattern : patterns) {
      try {
        files.addAll(pattern.matches(folder));
      } catch (IOException e) {
        // What was known of the folder stands, as if its files had not changed.
        files.addAll(known.keySet());
        LOG.log(Level.WARNING, "Files " + pattern.text() + " cannot be listed", e);
      }
    }
    return files;
  }

  private List<TargetGroup> read(Path file, List<TargetGroup> before) {
    String fault;
    try {
      List<TargetGroup> groups = reader.read(file);
      faults.remove(file);
      return groups;
    } catch (IOException e) {
      fault = file + ": cannot be read: " + e.getMessage();
    } catch (InvalidTargetFileException e) {
      fault = String.valueOf(e.getMessage());
    }
    if (!fault.equals(faults.put(file, fault))) {
      LOG.log(Level.ERROR, "Targets of a file stay as they were, since it is broken: " + fault);
    }
    return before;
  }
}
