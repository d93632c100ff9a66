package dev.pharos.ui.modules;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A file that browsers load, as the build left it.
 *
 * @param name its path below {@code /modules}
 * @param hash of its content, in hexadecimal
 * @param source where its content is
 */
@SuppressWarnings("URLEqualsHashCode") // modules are never compared
record Module(String name, String hash, URL source) {

  private static final String FOLDER = "modules/";
  private static final String LIST = FOLDER + "list.txt";
  private static final Pattern HASHED = Pattern.compile(".*-[0-9A-Z]{8}\\.(js|css)");

  /**
   * The modules that the build listed, one line each: hash, space, name.
   *
   * @throws IOException if the list is missing, which only a broken build can bring about
   */
  static Map<String, Module> list(ClassLoader loader) throws IOException {
    Map<String, Module> modules = new HashMap<>();
    try (InputStream in = open(loader, LIST).openStream()) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().toList()) {
        int space = line.indexOf(' ');
        String name = line.substring(space + 1);
        modules.put(name, new Module(name, line.substring(0, space), open(loader, FOLDER + name)));
      }
    }
    return Map.copyOf(modules);
  }

  /** Weak, since the server may compress what it sends. */
  String tag() {
    return "W/\"" + hash + "\"";
  }

  boolean isUnchanging() {
    return HASHED.matcher(name).matches();
  }

  String mediaType() {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "js" -> "text/javascript;charset=utf-8";
      case "css" -> "text/css;charset=utf-8";
      case "svg" -> "image/svg+xml";
      case "json" -> "application/json";
      default -> "application/octet-stream";
    };
  }

  byte[] read() throws IOException {
    try (InputStream in = source.openStream()) {
      return in.readAllBytes();
    }
  }

  private static URL open(ClassLoader loader, String name) throws IOException {
    URL url = loader.getResource(name);
    if (url == null) {
      throw new IOException(name + " is not in the bundle; build bundles/ui/modules again");
    }
    return url;
  }
}
