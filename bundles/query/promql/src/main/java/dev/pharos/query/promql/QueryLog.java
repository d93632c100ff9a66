package dev.pharos.query.promql;

import dev.pharos.config.api.ConfigNode;
import dev.pharos.config.api.ConfigSection;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * The query log that {@code global.query_log_file} names: begun, changed and ended with the
 * configuration. A reload opens the file anew, so that a log moved away gets a successor.
 *
 * <p>Safe for use by several threads.
 */
@Component(
    service = {ConfigSection.class, QueryLog.class},
    property = {ConfigSection.FILE + "=prometheus", ConfigSection.KEY + "=global"})
public final class QueryLog implements ConfigSection {

  private static final System.Logger LOG = System.getLogger(QueryLog.class.getName());
  private static final String KEY = "query_log_file";

  private final LongAdder lost = new LongAdder();
  private volatile @Nullable QueryLogFile current;

  @Override
  public Runnable check(ConfigNode file) {
    Optional<Path> path =
        file.section("global")
            .flatMap(
                global ->
                    global
                        .text(KEY)
                        .filter(text -> !text.isEmpty())
                        .map(global::resolve)
                        .filter(found -> isWritable(global, found)));
    return () -> apply(path);
  }

  /** Whether the file could be opened; makes nothing, since the file's reload may yet fail. */
  private static boolean isWritable(ConfigNode global, Path path) {
    Path folder = path.toAbsolutePath().getParent();
    String fault = null;
    if (Files.isDirectory(path)) {
      fault = "is a directory";
    } else if (Files.exists(path)) {
      fault = Files.isWritable(path) ? null : "may not be written";
    } else if (folder == null || !Files.isDirectory(folder)) {
      fault = "cannot be made, since there is no directory " + folder;
    } else if (!Files.isWritable(folder)) {
      fault = "cannot be made, since " + folder + " may not be written";
    }
    if (fault != null) {
      global.problem(
          KEY, "the query log " + path + " " + fault, "name a file that this process may write");
    }
    return fault == null;
  }

  private void apply(Optional<Path> path) {
    QueryLogFile before = current;
    try {
      current = path.isPresent() ? new QueryLogFile(path.get(), lost::add) : null;
    } catch (IOException e) {
      LOG.log(
          Level.ERROR,
          "The query log "
              + path.orElseThrow()
              + " cannot be opened: "
              + e
              + "; queries are logged as before");
      return;
    }
    if (before != null) {
      before.close();
    }
  }

  @Deactivate
  void close() {
    apply(Optional.empty());
  }

  boolean isOpen() {
    return current != null;
  }

  /** Lines that could not be written since the start. */
  long lost() {
    return lost.sum();
  }

  void add(QueryLogLine line) {
    QueryLogFile open = current;
    if (open != null) {
      open.add(line);
    }
  }
}
