package dev.pharos.cli;

import dev.pharos.storage.api.StorageTool;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pharos storage}: what is done to a data folder by hand. */
@Command(
    name = "storage",
    synopsisSubcommandLabel = "<command>",
    description = "Verifies a data folder.")
final class StorageCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Supplier<StorageTool> tools;

  StorageCommand(Supplier<StorageTool> tools) {
    this.tools = tools;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = {
        "Verifies a data folder: every page and record of the logs, every chunk, every index.",
        "Changes nothing. Ends with 0 if all is well and with 1 if anything was found."
      })
  int check(
      @Option(
              names = {"-v", "--verbose"},
              description = "Say what is being looked at.")
          boolean verbose,
      @Parameters(paramLabel = "DIR") Path dir) {
    PrintWriter out = spec.commandLine().getOut();
    if (!Files.isDirectory(dir)) {
      spec.commandLine().getErr().println("There is no folder " + dir);
      return CommandLine.ExitCode.USAGE;
    }
    AtomicInteger found = new AtomicInteger();
    try {
      tools
          .get()
          .check(
              dir,
              finding -> {
                found.incrementAndGet();
                out.println(finding);
              },
              place -> {
                if (verbose) {
                  out.println("Looking at " + place);
                }
              });
    } catch (IOException e) {
      out.flush();
      spec.commandLine().getErr().println("Cannot check " + dir + ": " + e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
    out.println(
        found.get() == 0
            ? "All is well in " + dir
            : "Found " + found.get() + (found.get() == 1 ? " fault" : " faults") + " in " + dir);
    return found.get() == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }
}
