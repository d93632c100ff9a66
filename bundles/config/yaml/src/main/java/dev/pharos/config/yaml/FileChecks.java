package dev.pharos.config.yaml;

import dev.pharos.config.api.ConfigParser;
import dev.pharos.config.api.ConfigProblem;
import java.lang.System.Logger.Level;
import java.util.List;

/** Lets those who own the sections of a file check them. */
final class FileChecks {

  private static final System.Logger LOG = System.getLogger(FileChecks.class.getName());

  private FileChecks() {}

  /**
   * Checks a file.
   *
   * @param owners those of all files; only those of this one are asked
   * @param steps takes what puts the file into force
   * @return what is wrong
   */
  static List<ConfigProblem> check(
      LoadedFile file, List<Owner> owners, ConfigParser parser, List<Runnable> steps) {
    Reading reading = file.reading(parser);
    YamlNode root = reading.root();
    if (file.kind() == FileKind.PROMETHEUS) {
      PrometheusFile.check(root);
    }
    for (Owner owner : owners) {
      if (owner.file().equals(file.kind().text())) {
        steps.add(check(owner, root));
      }
    }
    if (file.kind().isClosed()) {
      root.refuseUnknown(file.kind().keys());
    }
    return reading.problems();
  }

  /** Lets one owner check; a fault of the owner is a problem of the file. */
  static Runnable check(Owner owner, YamlNode root) {
    try {
      return owner.section().check(root);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "The bundle that reads " + owner.keys() + " failed", e);
      root.problem(
          owner.keys().isEmpty() ? "" : owner.keys().iterator().next(),
          "the bundle that reads this failed: " + e,
          "report this as a fault of the bundle; the log has its details");
      return () -> {};
    }
  }
}
