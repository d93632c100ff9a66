package dev.pharos.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A program of Prometheus or the Alertmanager by the names of its commands.
 *
 * <p>A command that is not built yet says so and ends with 2, so that a script notices.
 *
 * @param program what it is called
 * @param commands all of them, a longer one before its beginning
 * @param built those that are built
 */
record Original(String program, List<String> commands, Set<String> built) {

  static final Original PROMTOOL =
      new Original(
          "promtool",
          List.of(
              "check service-discovery",
              "check config",
              "check web-config",
              "check healthy",
              "check ready",
              "check rules",
              "check metrics",
              "query instant",
              "query range",
              "query series",
              "query labels",
              "query analyze",
              "debug pprof",
              "debug metrics",
              "debug all",
              "push metrics",
              "test rules",
              "tsdb bench write",
              "tsdb analyze",
              "tsdb list",
              "tsdb dump",
              "tsdb dump-openmetrics",
              "tsdb create-blocks-from openmetrics",
              "tsdb create-blocks-from rules",
              "promql format",
              "promql label-matchers set",
              "promql label-matchers delete"),
          Set.of(
              "tsdb list",
              "tsdb analyze",
              "tsdb dump",
              "tsdb dump-openmetrics",
              "tsdb create-blocks-from openmetrics"));

  static final Original AMTOOL =
      new Original(
          "amtool",
          List.of(
              "alert query",
              "alert add",
              "silence query",
              "silence add",
              "silence expire",
              "silence update",
              "silence import",
              "check-config",
              "config show",
              "config routes show",
              "config routes test",
              "cluster show",
              "template render"),
          Set.of());

  Original {
    commands = List.copyOf(commands);
    built = Set.copyOf(built);
  }

  /** Whether the words name a command that is not built yet. */
  boolean isMissing(String... words) {
    return missing(String.join(" ", words)) != null;
  }

  private @Nullable String missing(String typed) {
    for (String command : commands) {
      if ((typed + " ").startsWith(command + " ")) {
        return built.contains(command) ? null : command;
      }
    }
    return null;
  }

  int run(List<String> words, PrintWriter out, PrintWriter err) {
    if (words.isEmpty() || List.of("help", "--help", "-h").contains(words.getFirst())) {
      out.println("usage: " + program + " <command> [<flags>] [<args> ...]");
      out.println("\nCommands:");
      for (String command : commands) {
        out.println("  " + command + (built.contains(command) ? "" : " (not built yet)"));
      }
      return 0;
    }
    String typed = String.join(" ", words);
    String missing = missing(typed);
    if (missing != null) {
      err.println(program + " " + missing + " is not built yet; use the original's " + program);
      return 2;
    }
    err.println(
        program
            + ": error: expected command but got \""
            + words.getFirst()
            + "\", try "
            + program
            + " --help");
    return 2;
  }
}
