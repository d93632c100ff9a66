package dev.pharos.ui.app.home;

import dev.pharos.config.api.ConfigFiles;
import dev.pharos.config.api.ConfigProblem;
import dev.pharos.storage.api.StorageStatus;
import dev.pharos.storage.api.StorageStatus.Phase;
import dev.pharos.target.api.ActiveTargets;
import dev.pharos.target.api.ActiveTargets.Health;
import dev.pharos.target.api.ActiveTargets.Target;
import dev.pharos.ui.app.Platform;
import dev.pharos.ui.app.part.Badge.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Something that wants attention.
 *
 * @param tone how much
 * @param kind in a word, such as {@code down}
 * @param subject what it is about
 * @param words what is wrong
 * @param address where more is told; a path of the console
 */
record Concern(Tone tone, String kind, String subject, String words, String address) {

  /** Everything that wants attention now, the worst first. */
  static List<Concern> all(Platform platform) {
    List<Concern> concerns = new ArrayList<>();
    platform.storage().get().ifPresent(status -> storage(status, concerns));
    platform.config().get().ifPresent(files -> configuration(files, concerns));
    platform.targets().get().ifPresent(targets -> targets(targets, concerns));
    return concerns;
  }

  private static void storage(StorageStatus status, List<Concern> concerns) {
    StorageStatus.Replay replay = status.replay();
    if (replay.phase() == Phase.FAILED) {
      concerns.add(
          new Concern(Tone.ERROR, "storage", "The store", replay.failure(), "tsdb-status"));
    } else if (replay.phase() != Phase.READY) {
      concerns.add(
          new Concern(
              Tone.INFO,
              "replay",
              "The store",
              "reads its log: segment " + replay.current() + " of " + replay.last(),
              "tsdb-status"));
    }
  }

  private static void configuration(ConfigFiles files, List<Concern> concerns) {
    for (ConfigFiles.Status file : files.files()) {
      for (ConfigProblem problem : file.problems()) {
        concerns.add(
            new Concern(
                Tone.ERROR,
                "configuration",
                problem.at().toString(),
                problem.setting() + ": " + problem.fault() + "; " + problem.remedy(),
                "config"));
      }
      if (!file.waiting().isEmpty()) {
        concerns.add(
            new Concern(
                Tone.WARN,
                "waiting",
                String.valueOf(file.path().getFileName()),
                String.join("; ", file.waiting()),
                "config"));
      }
    }
  }

  private static void targets(ActiveTargets targets, List<Concern> concerns) {
    for (Target target : targets.targets()) {
      if (target.health() == Health.DOWN) {
        concerns.add(
            new Concern(
                Tone.ERROR,
                "down",
                target.pool() + " · " + target.labels().get("instance"),
                target.lastError(),
                "targets?health=down"));
      }
    }
    TreeSet<String> told = new TreeSet<>();
    for (ActiveTargets.Waiting waiting : targets.waiting()) {
      if (told.add(waiting.pool())) {
        concerns.add(
            new Concern(
                Tone.WARN,
                "waiting",
                waiting.pool(),
                "waits for " + waiting.waitingFor(),
                "targets"));
      }
    }
  }
}
