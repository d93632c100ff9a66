package dev.pharos.distribution.launcher.flags;

import java.util.ArrayList;
import java.util.List;

/** The text of {@code --help}: every visible flag with its default. */
public final class Usage {

  private static final int WIDTH = 100;
  private static final int INDENT = 8;

  private Usage() {}

  public static String text() {
    StringBuilder text = new StringBuilder(8192);
    text.append("usage: pharos [<flags>]\n       pharos <command> [<args>]\n\n")
        .append(
            "Metrics, alerts and dashboards in one process. 'pharos help' lists the commands.\n\n")
        .append("Flags:\n");
    for (Flag flag : Flags.TABLE.values()) {
      if (!flag.hidden()) {
        text.append("  ").append(synopsis(flag)).append('\n');
        for (String line : wrap(flag.help() + audience(flag))) {
          text.append(" ".repeat(INDENT)).append(line).append('\n');
        }
      }
    }
    return text.toString();
  }

  private static String synopsis(Flag flag) {
    String name = flag.name().equals("help") ? "-h, --" : "--";
    if (flag.kind() == Flag.Kind.BOOLEAN) {
      return name + "[no-]" + flag.name();
    }
    String value =
        flag.defaultValue().isEmpty()
            ? flag.kind().placeholder()
            : flag.kind() == Flag.Kind.TEXT ? '"' + flag.defaultValue() + '"' : flag.defaultValue();
    return name + flag.name() + "=" + value + (flag.repeatable() ? " ..." : "");
  }

  private static String audience(Flag flag) {
    return switch (flag.audience()) {
      case SERVER -> " Use with server mode only.";
      case AGENT -> " Use with agent mode only.";
      case EVERYWHERE, PHAROS -> "";
    };
  }

  private static List<String> wrap(String sentence) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : sentence.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + word.length() + INDENT >= WIDTH) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
