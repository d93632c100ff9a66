package dev.pharos.exporter.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Unpacks a tree of files that is kept as one text, in which each entry tells its path. */
final class TextArchive {

  private TextArchive() {}

  /** Unpacks the entries below one of the folders. */
  static void unpack(Path archive, Path into, String... folders) throws IOException {
    List<String> lines = Files.readAllLines(archive, StandardCharsets.ISO_8859_1);
    Path path = into;
    boolean wanted = false;
    for (int i = 0; i < lines.size(); i++) {
      int colon = lines.get(i).indexOf(": ");
      String value = colon < 0 ? "" : lines.get(i).substring(colon + 2);
      String key = colon < 0 ? "" : lines.get(i).substring(0, colon);
      if (key.equals("Directory") || key.equals("Path")) {
        path = into.resolve(value);
        wanted = Arrays.stream(folders).anyMatch(value::startsWith);
      }
      int count = key.equals("Lines") ? Integer.parseInt(value) : 0;
      if (wanted) {
        Files.createDirectories(key.equals("Directory") ? path : path.getParent());
        if (key.equals("SymlinkTo")) {
          Files.createSymbolicLink(path, Path.of(value));
        } else if (key.equals("Lines")) {
          String content = content(lines.subList(i + 1, i + 1 + count));
          Files.writeString(path, content, StandardCharsets.ISO_8859_1);
        }
      }
      i += count;
    }
  }

  /** A zero byte is spelt out, and so is the lack of a line feed at the end. */
  private static String content(List<String> lines) {
    String text = lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    text = text.replaceAll("(?<!\\\\)NULLBYTE", "\0").replace("\\NULLBYTE", "NULLBYTE");
    if (text.endsWith("EOF\n") && !text.endsWith("\\EOF\n")) {
      text = text.substring(0, text.length() - "EOF\n".length());
    }
    return text.replace("\\EOF", "EOF");
  }
}
