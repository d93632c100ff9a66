package dev.pharos.dashboard.store;

import dev.pharos.dashboard.api.Dashboard;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/** Reads the dashboards that a bundle carries. */
final class ContentReader {

  /** The folder of dashboards in a bundle. */
  static final String FOLDER = "META-INF/pharos/dashboards";

  private static final int MOST_BYTES = 4 << 20;
  private static final String SUFFIX = ".json";

  private ContentReader() {}

  /**
   * What a bundle brings.
   *
   * @param dashboards the files that can be used
   * @param problems what is wrong with the others, a line each
   */
  record Content(List<Dashboard> dashboards, List<String> problems) {

    boolean isEmpty() {
      return dashboards.isEmpty() && problems.isEmpty();
    }
  }

  static Content read(Bundle bundle) {
    List<Dashboard> dashboards = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (URL file : files(bundle)) {
      String name = file.getPath().substring(file.getPath().lastIndexOf('/') + 1);
      String uid =
          "bundle:"
              + bundle.getSymbolicName()
              + ":"
              + name.substring(0, name.length() - SUFFIX.length());
      try {
        dashboards.add(DashboardFile.parse(uid, text(file)));
      } catch (InvalidDashboardException e) {
        e.problems().forEach(problem -> problems.add(where(bundle, name) + ": " + problem));
      } catch (IOException e) {
        problems.add(where(bundle, name) + ": cannot be read: " + e.getMessage());
      }
    }
    return new Content(List.copyOf(dashboards), List.copyOf(problems));
  }

  private static List<URL> files(Bundle bundle) {
    @Nullable Enumeration<URL> entries = bundle.findEntries(FOLDER, "*" + SUFFIX, false);
    List<URL> files = new ArrayList<>();
    while (entries != null && entries.hasMoreElements()) {
      files.add(entries.nextElement());
    }
    files.sort(Comparator.comparing(URL::getPath));
    return files;
  }

  private static String text(URL file) throws IOException {
    try (InputStream in = Objects.requireNonNull(file.openStream())) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IOException("it is larger than " + MOST_BYTES + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private static String where(Bundle bundle, String name) {
    return bundle.getSymbolicName() + ": " + FOLDER + "/" + name;
  }
}
