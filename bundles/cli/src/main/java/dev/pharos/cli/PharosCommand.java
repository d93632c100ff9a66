package dev.pharos.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands of {@code pharos} itself. Without a command it is the server. */
@Command(
    name = "pharos",
    synopsisSubcommandLabel = "<command>",
    header = {
      "pharos [<flags>] runs the server; pharos --help lists its flags.",
      "pharos prepare makes its starts quicker from then on; it takes half a minute."
    },
    subcommands = {CommandLine.HelpCommand.class, PromqltestCommand.class})
final class PharosCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Path home;
  private final Path workingDirectory;

  PharosCommand(Path home, Path workingDirectory) {
    this.home = home;
    this.workingDirectory = workingDirectory;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** Writes a project that is ready to be built. */
  @Command(
      name = "new",
      description = {
        "Starts a project for what is plugged in: a folder with a Maven build, ready to be dropped in.",
        "KIND is exporter or panel; NAME is lower case, such as my-queue."
      })
  int newProject(
      @Parameters(paramLabel = "KIND") String kind, @Parameters(paramLabel = "NAME") String name) {
    try {
      Template template = Template.of(kind.toLowerCase(Locale.ROOT));
      Path project = template.write(name, home, workingDirectory);
      spec.commandLine()
          .getOut()
          .println("Made " + project + "; its README.md has the next three commands.");
      return CommandLine.ExitCode.OK;
    } catch (IllegalArgumentException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return CommandLine.ExitCode.USAGE;
    } catch (IOException e) {
      spec.commandLine().getErr().println("Cannot write the project: " + e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
  }
}
