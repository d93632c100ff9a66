package dev.pharos.distribution.launcher.framework;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Says in words why bundles do not resolve: which one needs what, and who could offer it.
 *
 * <p>Bundles that only wait for another unresolved one are told after those that are the cause.
 */
final class Unresolved {

  private static final Pattern PACKAGE = Pattern.compile("\\(osgi\\.wiring\\.package=([^)]+)\\)");
  private static final Pattern AT_LEAST = Pattern.compile("\\((?:bundle-)?version>=([^)]+)\\)");
  private static final Pattern BELOW = Pattern.compile("\\(!\\((?:bundle-)?version>=([^)]+)\\)\\)");

  private final List<Bundle> all;

  /**
   * @param all every bundle of the framework, the system bundle among them
   */
  Unresolved(List<Bundle> all) {
    this.all = List.copyOf(all);
  }

  /** One line for each bundle that is installed and cannot be resolved, causes first. */
  List<String> explain() {
    List<String> causes = new ArrayList<>();
    List<String> consequences = new ArrayList<>();
    for (Bundle bundle : all) {
      if (bundle.getState() == Bundle.INSTALLED) {
        (isCause(bundle) ? causes : consequences).add(explain(bundle));
      }
    }
    causes.addAll(consequences);
    return causes;
  }

  private boolean isCause(Bundle bundle) {
    List<String> lacks = new ArrayList<>();
    Set<String> waitsFor = new LinkedHashSet<>();
    examine(bundle, lacks, waitsFor);
    return !lacks.isEmpty() || waitsFor.isEmpty();
  }

  /** Why one bundle cannot be resolved. */
  String explain(Bundle bundle) {
    List<String> lacks = new ArrayList<>();
    Set<String> waitsFor = new LinkedHashSet<>();
    examine(bundle, lacks, waitsFor);
    String name = name(bundle);
    if (!lacks.isEmpty()) {
      return name + " does not resolve: it needs " + String.join("; it needs ", lacks);
    }
    if (!waitsFor.isEmpty()) {
      return name + " waits for " + String.join(", ", waitsFor);
    }
    return name
        + " does not resolve although all it needs is here: two of its packages want different"
        + " versions of a third";
  }

  private void examine(Bundle bundle, List<String> lacks, Set<String> waitsFor) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    for (BundleRequirement need : revision.getDeclaredRequirements(null)) {
      if (isMandatory(need)) {
        List<Bundle> offering = offering(need);
        if (offering.isEmpty()) {
          lacks.add(words(need) + instead(need));
        } else if (offering.stream().allMatch(b -> b.getState() == Bundle.INSTALLED)
            && !offering.contains(bundle)) {
          offering.forEach(b -> waitsFor.add(name(b)));
        }
      }
    }
  }

  private static boolean isMandatory(BundleRequirement need) {
    String resolution = need.getDirectives().get("resolution");
    String effective = need.getDirectives().get("effective");
    return !"optional".equals(resolution)
        && !"dynamic".equals(resolution)
        && (effective == null || effective.equals("resolve"));
  }

  private List<Bundle> offering(BundleRequirement need) {
    List<Bundle> offering = new ArrayList<>();
    for (Bundle bundle : all) {
      for (BundleCapability offer : capabilities(bundle, need.getNamespace())) {
        if (need.matches(offer)) {
          offering.add(bundle);
          break;
        }
      }
    }
    return offering;
  }

  /** Who has the package in a version that does not fit. */
  private String instead(BundleRequirement need) {
    String wanted = packageName(need);
    List<String> near = new ArrayList<>();
    if (!wanted.isEmpty()) {
      for (Bundle bundle : all) {
        for (BundleCapability offer : capabilities(bundle, PackageNamespace.PACKAGE_NAMESPACE)) {
          if (wanted.equals(offer.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE))) {
            near.add(name(bundle) + " offers " + offer.getAttributes().get("version"));
          }
        }
      }
    }
    return near.isEmpty() ? ", which no bundle offers" : " (" + String.join(", ", near) + ")";
  }

  private static List<BundleCapability> capabilities(Bundle bundle, String namespace) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    return revision == null ? List.of() : revision.getDeclaredCapabilities(namespace);
  }

  private static String words(BundleRequirement need) {
    String filter = need.getDirectives().getOrDefault("filter", "");
    String packageName = packageName(need);
    return packageName.isEmpty()
        ? need.getNamespace() + " " + filter
        : "package " + packageName + " " + range(filter);
  }

  private static String packageName(BundleRequirement need) {
    return first(PACKAGE, need.getDirectives().getOrDefault("filter", ""));
  }

  /** The versions a filter lets through, as a range. */
  static String range(String filter) {
    String from = first(AT_LEAST, filter);
    String below = first(BELOW, filter);
    if (from.isEmpty()) {
      return "in any version";
    }
    return below.isEmpty() ? from + " or later" : "[" + from + "," + below + ")";
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }

  private static String name(Bundle bundle) {
    return bundle.getSymbolicName() == null ? bundle.getLocation() : bundle.getSymbolicName();
  }
}
