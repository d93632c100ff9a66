package dev.pharos.distribution.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.distribution.launcher.feature.Feature;
import dev.pharos.distribution.launcher.feature.FeatureReader;
import dev.pharos.distribution.launcher.framework.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the files of the folder {@code features} to the modules that are built. */
class ShippedFeaturesTest {

  private static final Path ROOT = Path.of("../..");
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
  private static final Pattern ARTIFACT =
      Pattern.compile("</parent>\\s*<artifactId>([^<]+)</artifactId>");
  private static final Pattern DEPENDENCY =
      Pattern.compile("<dependency><groupId>[^<]+</groupId><artifactId>([^<]+)</artifactId>");

  /** Built, and on purpose no part of the server: tools, examples, and what tests alone use. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "dev.pharos.cli",
          "dev.pharos.storage.memory",
          "dev.pharos.exporter.example",
          "dev.pharos.dashboard.panel.example");

  /** What commands need beside the bundles that the server starts. */
  private static final Set<String> OF_COMMANDS =
      Set.of("dev.pharos.cli", "dev.pharos.storage.memory", "dev.pharos.query.testkit");

  @Test
  void every_bundle_of_the_build_belongs_to_one_feature() throws Exception {
    Set<String> built = new TreeSet<>();
    Matcher module = MODULE.matcher(Files.readString(ROOT.resolve("pom.xml")));
    while (module.find()) {
      String folder = module.group(1);
      if (!folder.startsWith("distribution/") && !folder.endsWith("/testkit")) {
        built.add(artifact(ROOT.resolve(folder).resolve("pom.xml")));
      }
    }
    built.removeAll(LEFT_OUT);

    List<String> named = artifacts();
    Set<String> once = new TreeSet<>();
    assertEquals(List.of(), named.stream().filter(name -> !once.add(name)).toList(), "named twice");
    named.removeIf(name -> !name.startsWith("dev.pharos."));
    assertEquals(built, new TreeSet<>(named));
  }

  @Test
  void the_distribution_carries_what_the_features_name_and_no_more() throws Exception {
    Set<String> carried = new TreeSet<>();
    Matcher dependency =
        DEPENDENCY.matcher(Files.readString(ROOT.resolve("distribution/server/pom.xml")));
    while (dependency.find()) {
      carried.add(dependency.group(1));
    }
    assertTrue(carried.remove("dev.pharos.distribution.launcher"));
    assertTrue(carried.removeAll(OF_COMMANDS));

    assertEquals(new TreeSet<>(artifacts()), carried);
  }

  @Test
  void config_admin_and_components_run_before_the_settings_are_handed_over() throws Exception {
    for (Feature feature : shape()) {
      for (var bundle : feature.bundles()) {
        if (bundle.id().artifact().startsWith("dev.pharos.")) {
          assertTrue(bundle.startLevel() > 4, bundle.id().artifact());
        }
      }
    }
  }

  @Test
  void what_is_dropped_starts_after_the_features_and_by_nobody_before_the_last_level()
      throws Exception {
    Map<String, String> properties = new HashMap<>();
    for (Feature feature : shape()) {
      properties.putAll(feature.frameworkProperties());
      for (var bundle : feature.bundles()) {
        assertTrue(bundle.startLevel() <= Platform.FEATURES_LEVEL, bundle.id().artifact());
      }
    }
    int starts = Integer.parseInt(properties.get("felix.fileinstall.start.level"));
    assertTrue(Platform.FEATURES_LEVEL < starts && starts < Platform.LAST_LEVEL, "level " + starts);
    assertEquals(
        Integer.toString(Platform.LAST_LEVEL), properties.get("felix.fileinstall.active.level"));
  }

  private static List<String> artifacts() throws Exception {
    List<String> artifacts = new ArrayList<>();
    for (Feature feature : shape()) {
      feature.bundles().forEach(bundle -> artifacts.add(bundle.id().artifact()));
    }
    return artifacts;
  }

  private static List<Feature> shape() throws Exception {
    return new FeatureReader(ROOT.resolve("features")).shape("server");
  }

  private static String artifact(Path pom) throws IOException {
    Matcher artifact = ARTIFACT.matcher(Files.readString(pom));
    assertTrue(artifact.find(), pom.toString());
    return artifact.group(1);
  }
}
