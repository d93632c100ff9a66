import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes the page of third-party software from what the build resolved and from the table of
 * licences beside this file.
 *
 * <p>Fails when the build ships something that the table does not know, so that nothing is shipped
 * whose licence nobody has looked at. Arguments: list of artifacts, more artifacts that are
 * unpacked into bundles, table, npm's lock file, and the pages to write.
 */
final class ThirdParty {

  private record Entry(String licence, String reason) {}

  public static void main(String[] arguments) throws IOException {
    Map<String, String> shipped = shipped(Path.of(arguments[0]));
    for (String unpacked : arguments[1].split(",")) {
      int colon = unpacked.lastIndexOf(':');
      shipped.put(unpacked.substring(0, colon), unpacked.substring(colon + 1));
    }
    Path table = Path.of(arguments[2]);
    Map<String, Entry> known = known(table);
    List<String> unknown = new ArrayList<>();
    StringBuilder page = new StringBuilder();
    page.append("# Third-party software\n\n")
        .append("Written by the build from what it ships: as a bundle of its own, nested in one of ours, or on the class path of the process.\n\n")
        .append("| software | version | licence | why it is here |\n|---|---|---|---|\n");
    shipped.forEach(
        (name, version) -> {
          Entry entry = find(known, name);
          if (entry == null) {
            unknown.add(name);
          } else {
            page.append("| `%s` | %s | %s | %s |\n".formatted(name, version, entry.licence, entry.reason));
          }
        });
    if (!unknown.isEmpty()) {
      System.err.println(
          table + " does not say under which licence these are shipped, and why; add one line each"
              + " (group:artifact, licence, reason, separated by tabs):");
      unknown.forEach(name -> System.err.println("  " + name));
      System.exit(1);
    }
    page.append("\n## In the browser\n\nPackages of npm in the modules that the console and its panels share; the licence is the package's own statement.\n\n")
        .append("| software | version | licence |\n|---|---|---|\n")
        .append(browser(Path.of(arguments[3])));
    for (String file : List.of(arguments).subList(4, arguments.length)) {
      Path target = Path.of(file);
      if (!Files.exists(target) || !Files.readString(target).contentEquals(page)) {
        Files.createDirectories(target.getParent());
        Files.writeString(target, page);
      }
    }
  }

  private static final Pattern PACKAGE =
      Pattern.compile("\n    \"node_modules/([^\"]+)\": \\{\n(.*?)\n    }", Pattern.DOTALL);
  private static final Pattern FIELD = Pattern.compile("\n? {6}\"(version|license)\": \"([^\"]+)\"");

  /** The packages of the lock file that are not tools of the build. */
  private static String browser(Path lock) throws IOException {
    StringBuilder rows = new StringBuilder();
    Matcher packages = PACKAGE.matcher(Files.readString(lock));
    while (packages.find()) {
      String entry = packages.group(2);
      if (entry.contains("\n      \"dev\": true")) {
        continue;
      }
      Map<String, String> fields = new TreeMap<>();
      Matcher field = FIELD.matcher(entry);
      while (field.find()) {
        fields.put(field.group(1), field.group(2));
      }
      rows.append("| `%s` | %s | %s |\n".formatted(packages.group(1), fields.get("version"), fields.get("license")));
    }
    return rows.toString();
  }

  /** The exact name, or the longest line that ends in a star and fits. */
  private static Entry find(Map<String, Entry> known, String name) {
    Entry exact = known.get(name);
    if (exact != null) {
      return exact;
    }
    Entry best = null;
    int length = -1;
    for (Map.Entry<String, Entry> line : known.entrySet()) {
      String pattern = line.getKey();
      int star = pattern.indexOf('*');
      if (star > length && name.startsWith(pattern.substring(0, star))) {
        best = line.getValue();
        length = star;
      }
    }
    return best;
  }

  private static Map<String, String> shipped(Path list) throws IOException {
    Map<String, String> shipped = new TreeMap<>();
    for (String line : Files.readAllLines(list)) {
      String[] parts = line.strip().replaceAll("\u001b\\[[0-9;]*m", "").split(" ", 2)[0].split(":", -1);
      if (parts.length >= 5) {
        shipped.put(parts[0] + ":" + parts[1], parts[parts.length - 2]);
      }
    }
    return shipped;
  }

  private static Map<String, Entry> known(Path table) throws IOException {
    Map<String, Entry> known = new LinkedHashMap<>();
    for (String line : Files.readAllLines(table)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] fields = line.split("\t", -1);
        if (fields.length != 3) {
          throw new IOException(table + ": '" + line + "' has " + fields.length + " fields; write three");
        }
        known.put(fields[0], new Entry(fields[1], fields[2]));
      }
    }
    return known;
  }
}
