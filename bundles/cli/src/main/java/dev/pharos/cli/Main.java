package dev.pharos.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;

/**
 * The entry of all commands: the first argument is the program's name, the rest is what was typed.
 *
 * <p>Exit status: 0 when done, 1 when something went wrong, 2 when the words were not understood or
 * the command is not built yet.
 */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    Path home = Path.of(System.getProperty("pharos.home", ".")).toAbsolutePath().normalize();
    System.exit(run(List.of(arguments), home, Path.of("").toAbsolutePath(), out, err));
  }

  /**
   * Runs a command.
   *
   * @param arguments the program's name, then its arguments
   * @param home the distribution
   * @param workingDirectory where new projects are made
   */
  static int run(
      List<String> arguments, Path home, Path workingDirectory, PrintWriter out, PrintWriter err) {
    if (arguments.isEmpty()) {
      err.println("The first argument is the program: pharos, promtool or amtool");
      return CommandLine.ExitCode.USAGE;
    }
    String[] words = arguments.subList(1, arguments.size()).toArray(String[]::new);
    return switch (arguments.getFirst()) {
      case "promtool" -> Original.PROMTOOL.run(Arrays.asList(words), out, err);
      case "amtool" -> Original.AMTOOL.run(Arrays.asList(words), out, err);
      default ->
          new CommandLine(new PharosCommand(home, workingDirectory))
              .setOut(out)
              .setErr(err)
              .setUsageHelpLongOptionsMaxWidth(30)
              .execute(words);
    };
  }
}
