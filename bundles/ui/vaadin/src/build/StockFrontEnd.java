import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Takes out of Vaadin's stock production bundle what the console serves: the entry page, and the
 * chunks that can be reached from it without passing a lazy chunk of a commercial component.
 *
 * <p>Run by the build as a single source file: {@code java StockFrontEnd.java <jar> <classes>}. It
 * replaces Vaadin's own Maven plugin, which would want Node and does nothing else here.
 */
final class StockFrontEnd {

  private static final String ROOT = "vaadin-prod-bundle/";
  private static final String CHUNKS = ROOT + "webapp/VAADIN/build/";

  /** The chunk that every page loads; a few of its elements are commercial, and we use none. */
  private static final String ALL_COMPONENTS = "generated-flow-imports-";

  private static final Pattern ENTRY = Pattern.compile("VAADIN/build/([\\w.-]+\\.js)");

  /** A chunk names another in {@code import(`./x.js`)} when lazily, in {@code from"./x.js"} else. */
  private static final Pattern LAZY = Pattern.compile("import\\([\"'`]\\./([\\w.-]+\\.js)[\"'`]\\)");

  private static final Pattern EAGER =
      Pattern.compile("(?:from|import)\\s*[\"'`]\\./([\\w.-]+\\.js)[\"'`]");

  private final ZipFile jar;
  private final Map<String, String> texts = new HashMap<>();

  private StockFrontEnd(ZipFile jar) {
    this.jar = jar;
  }

  public static void main(String[] args) throws IOException {
    Path source = Path.of(args[0]);
    Path target = Path.of(args[1]).resolve("META-INF/VAADIN");
    Path stamp = target.resolve("config/stock-front-end.txt");
    if (Files.exists(stamp)
        && Files.getLastModifiedTime(stamp).compareTo(Files.getLastModifiedTime(source)) > 0) {
      return;
    }
    try (ZipFile jar = new ZipFile(source.toFile())) {
      StockFrontEnd frontEnd = new StockFrontEnd(jar);
      Set<String> chunks = frontEnd.reachable();
      frontEnd.copy(ROOT + "webapp/index.html", target.resolve("webapp/index.html"));
      frontEnd.copy(ROOT + "config/stats.json", target.resolve("config/stats.json"));
      frontEnd.copy(
          ROOT + "config/flow-build-info.json", target.resolve("config/flow-build-info.json"));
      for (String chunk : chunks) {
        Path file = target.resolve("webapp/VAADIN/build").resolve(chunk);
        frontEnd.copy(CHUNKS + chunk, file);
        if (jar.getEntry(CHUNKS + chunk + ".br") != null) {
          frontEnd.copy(CHUNKS + chunk + ".br", file.resolveSibling(chunk + ".br"));
        }
      }
      Files.writeString(stamp, String.join("\n", chunks) + "\n");
    }
  }

  private Set<String> reachable() throws IOException {
    Matcher entry = ENTRY.matcher(text(ROOT + "webapp/index.html"));
    if (!entry.find()) {
      throw new IOException("the stock bundle's index.html names no entry chunk");
    }
    Set<String> reached = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>(Set.of(entry.group(1)));
    while (!open.isEmpty()) {
      String chunk = open.pop();
      if (reached.add(chunk)) {
        open.addAll(named(EAGER, chunk));
        for (String lazy : named(LAZY, chunk)) {
          if (lazy.startsWith(ALL_COMPONENTS) || !isCommercial(lazy, reached)) {
            open.add(lazy);
          }
        }
      }
    }
    return reached;
  }

  /** Whether a lazy chunk, or what only it brings along, holds a commercially licensed component. */
  private boolean isCommercial(String lazy, Set<String> already) throws IOException {
    Set<String> brings = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(Set.of(lazy));
    while (!open.isEmpty()) {
      String chunk = open.pop();
      if (!already.contains(chunk) && brings.add(chunk)) {
        if (text(CHUNKS + chunk).contains("cvdlName")) {
          return true;
        }
        open.addAll(named(EAGER, chunk));
      }
    }
    return false;
  }

  private Set<String> named(Pattern pattern, String chunk) throws IOException {
    Set<String> names = new TreeSet<>();
    Matcher matcher = pattern.matcher(text(CHUNKS + chunk));
    while (matcher.find()) {
      if (jar.getEntry(CHUNKS + matcher.group(1)) != null) {
        names.add(matcher.group(1));
      }
    }
    return names;
  }

  private String text(String name) throws IOException {
    String known = texts.get(name);
    if (known == null) {
      try (InputStream in = jar.getInputStream(entry(name))) {
        known = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      }
      texts.put(name, known);
    }
    return known;
  }

  private void copy(String name, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try (InputStream in = jar.getInputStream(entry(name))) {
      Files.write(to, in.readAllBytes());
    }
  }

  private ZipEntry entry(String name) throws IOException {
    ZipEntry entry = jar.getEntry(name);
    if (entry == null) {
      throw new IOException(name + " is not in the stock bundle " + jar.getName());
    }
    return entry;
  }
}
