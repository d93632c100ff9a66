package dev.pharos.distribution.launcher.framework;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What must happen to the bundles in the cache so that it holds what the features ask for, and no
 * more than that.
 *
 * @param install not in the cache yet
 * @param update in the cache with other content
 * @param uninstall locations that no feature names any longer
 */
public record BundlePlan(List<Wanted> install, List<Wanted> update, List<String> uninstall) {

  /**
   * A bundle that features ask for.
   *
   * @param location what the framework knows it by
   * @param file its content
   * @param startLevel from which it runs
   * @param stamp what the content is
   */
  public record Wanted(String location, Path file, int startLevel, Stamp stamp) {}

  public BundlePlan {
    install = List.copyOf(install);
    update = List.copyOf(update);
    uninstall = List.copyOf(uninstall);
  }

  /**
   * Compares.
   *
   * @param wanted what the features ask for
   * @param installed locations in the cache that are the launcher's
   * @param stamps what the cache was filled with, by location
   */
  public static BundlePlan of(
      List<Wanted> wanted, Set<String> installed, Map<String, Stamp> stamps) {
    List<Wanted> install = new ArrayList<>();
    List<Wanted> update = new ArrayList<>();
    Set<String> gone = new TreeSet<>(installed);
    for (Wanted bundle : wanted) {
      gone.remove(bundle.location());
      if (!installed.contains(bundle.location())) {
        install.add(bundle);
      } else if (!bundle.stamp().sameContent(stamps.get(bundle.location()))) {
        update.add(bundle);
      }
    }
    return new BundlePlan(install, update, List.copyOf(gone));
  }
}
