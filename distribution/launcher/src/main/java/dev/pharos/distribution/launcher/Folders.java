package dev.pharos.distribution.launcher;

import dev.pharos.distribution.launcher.flags.FlagValues;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where things are: the distribution, which is only read, and the folders of this instance.
 *
 * <p>All are absolute. Relative flags count from the working directory, as Prometheus's do.
 *
 * @param home the distribution
 * @param data samples, Prometheus's own format and nothing else
 * @param state documents, users, stored settings and the bundle cache
 * @param deploy bundles that come and go while running
 * @param prometheusFile Prometheus's configuration
 * @param alertmanagerFile the Alertmanager's
 * @param pharosFile what only we have
 */
record Folders(
    Path home,
    Path data,
    Path state,
    Path deploy,
    Path prometheusFile,
    Path alertmanagerFile,
    Path pharosFile) {

  static Folders of(FlagValues flags, Path home, Path workingDirectory) {
    Path data = absolute(workingDirectory, flags.text("storage.tsdb.path"));
    Path prometheus = configuration(flags, home, workingDirectory);
    return new Folders(
        home,
        data,
        flags.isGiven("state.path")
            ? absolute(workingDirectory, flags.text("state.path"))
            : stateBeside(data),
        flags.isGiven("deploy.path")
            ? absolute(workingDirectory, flags.text("deploy.path"))
            : home.resolve("deploy"),
        prometheus,
        flags.isGiven("alertmanager.config.file")
            ? absolute(workingDirectory, flags.text("alertmanager.config.file"))
            : prometheus.resolveSibling("alertmanager.yml"),
        flags.isGiven("pharos.config.file")
            ? absolute(workingDirectory, flags.text("pharos.config.file"))
            : prometheus.resolveSibling("pharos.yml"));
  }

  /**
   * {@code state} beside {@code data}. A data folder of another name gives its name to the state as
   * well, so that several instances can keep theirs in one place.
   */
  static Path stateBeside(Path data) {
    String name = data.getFileName() == null ? "data" : data.getFileName().toString();
    return data.resolveSibling(name.equals("data") ? "state" : name + "-state");
  }

  /** The file named, or the one here, or the one that the distribution brings. */
  private static Path configuration(FlagValues flags, Path home, Path workingDirectory) {
    Path here = absolute(workingDirectory, flags.text("config.file"));
    return flags.isGiven("config.file") || Files.exists(here)
        ? here
        : home.resolve("conf").resolve("prometheus.yml");
  }

  private static Path absolute(Path workingDirectory, String text) {
    return workingDirectory.resolve(text).toAbsolutePath().normalize();
  }

  Path bundles() {
    return home.resolve("bundles");
  }

  Path features() {
    return home.resolve("features");
  }

  Path etc() {
    return home.resolve("etc");
  }

  Path bundleCache() {
    return state.resolve("bundles");
  }
}
