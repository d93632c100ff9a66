package dev.pharos.cli;

import dev.pharos.storage.api.StorageTool;
import java.io.BufferedOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
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
    // Not flushed line by line: a dump has millions of them.
    PrintWriter out =
        new PrintWriter(
            new BufferedOutputStream(System.out, 1 << 16), false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    Path home = Path.of(System.getProperty("pharos.home", ".")).toAbsolutePath().normalize();
    int status =
        run(List.of(arguments), home, Path.of("").toAbsolutePath(), StorageTools::find, out, err);
    out.flush();
    System.exit(status);
  }

  /**
   * Runs a command.
   *
   * @param arguments the program's name, then its arguments
   * @param home the distribution
   * @param workingDirectory where new projects are made
   * @param tools finds what knows data folders
   */
  static int run(
      List<String> arguments,
      Path home,
      Path workingDirectory,
      Supplier<StorageTool> tools,
      PrintWriter out,
      PrintWriter err) {
    if (arguments.isEmpty()) {
      err.println("The first argument is the program: pharos, promtool or amtool");
      return CommandLine.ExitCode.USAGE;
    }
    String[] words = arguments.subList(1, arguments.size()).toArray(String[]::new);
    return switch (arguments.getFirst()) {
      case "promtool" ->
          words.length > 0 && words[0].equals("tsdb") && !Original.PROMTOOL.isMissing(words)
              ? commandLine(new TsdbCommand(tools), out, err)
                  .setCommandName("promtool tsdb")
                  .execute(Arrays.copyOfRange(words, 1, words.length))
              : Original.PROMTOOL.run(Arrays.asList(words), out, err);
      case "amtool" -> Original.AMTOOL.run(Arrays.asList(words), out, err);
      default -> {
        CommandLine pharos = commandLine(new PharosCommand(home, workingDirectory), out, err);
        pharos.addSubcommand(commandLine(new StorageCommand(tools), out, err));
        yield pharos.execute(words);
      }
    };
  }

  private static CommandLine commandLine(Object command, PrintWriter out, PrintWriter err) {
    return new CommandLine(command).setOut(out).setErr(err).setUsageHelpLongOptionsMaxWidth(30);
  }
}
