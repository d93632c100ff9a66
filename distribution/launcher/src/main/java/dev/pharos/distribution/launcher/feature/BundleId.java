package dev.pharos.distribution.launcher.feature;

import java.util.regex.Pattern;

/**
 * Names a bundle in a feature by its Maven coordinates: {@code group:artifact:version} or {@code
 * group:artifact:type:classifier:version}.
 */
public record BundleId(String group, String artifact, String classifier, String version) {

  private static final Pattern COLON = Pattern.compile(":");

  public static BundleId parse(String text) {
    String[] parts = COLON.split(text, -1);
    return switch (parts.length) {
      case 3 -> new BundleId(parts[0], parts[1], "", parts[2]);
      case 4 -> new BundleId(parts[0], parts[1], "", parts[3]);
      case 5 -> new BundleId(parts[0], parts[1], parts[3], parts[4]);
      default ->
          throw new IllegalArgumentException(
              "bundle id is '" + text + "'; write group:artifact:version");
    };
  }

  /** The file in the folder {@code bundles}. */
  public String fileName() {
    return artifact + "-" + version + (classifier.isEmpty() ? "" : "-" + classifier) + ".jar";
  }

  /** What the framework knows the bundle by, the same for all versions. */
  public String location() {
    return "pharos:" + group + ":" + artifact + (classifier.isEmpty() ? "" : ":" + classifier);
  }
}
