package dev.pharos.cli;

import dev.pharos.model.DurationText;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.query.syntax.ParseException;
import dev.pharos.query.syntax.Parser;
import dev.pharos.storage.api.StorageTool;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code promtool tsdb}: the original's commands for data folders, with its arguments. */
@Command(
    name = "tsdb",
    synopsisSubcommandLabel = "<command>",
    mixinStandardHelpOptions = true,
    description = "Looks into a data folder, and makes blocks of text.",
    subcommands = TsdbCommand.CreateBlocks.class)
final class TsdbCommand implements Runnable {

  /** Selects every series; no selector as text may do that. */
  private static final List<Matcher> EVERYTHING =
      List.of(new Matcher(Matcher.Type.REGEX, Labels.METRIC_NAME, "(?s:.*)"));

  private static final String DATA = "data/";

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Supplier<StorageTool> tools;

  TsdbCommand(Supplier<StorageTool> tools) {
    this.tools = tools;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists blocks.")
  int list(
      @Option(
              names = {"-r", "--human-readable"},
              description = "Times and sizes for people.")
          boolean human,
      @Parameters(paramLabel = "DIR", arity = "0..1", defaultValue = DATA) Path dir) {
    return run(spec, "list blocks", out -> BlockTable.print(tools.get().blocks(dir), human, out));
  }

  @Command(
      name = "analyze",
      mixinStandardHelpOptions = true,
      description = "Tells what the series of a block have in common, and how full its chunks are.")
  int analyze(
      @Option(names = "--limit", defaultValue = "20", description = "Entries per list.") int limit,
      @Option(names = "--extended", description = "Look at each chunk, too.") boolean extended,
      @Option(names = "--match", defaultValue = "", description = "Only these series.")
          String match,
      @Parameters(index = "0", paramLabel = "DIR", arity = "0..1", defaultValue = DATA) Path dir,
      @Parameters(index = "1", paramLabel = "BLOCK", arity = "0..1", defaultValue = "")
          String block) {
    return run(
        spec,
        "analyze",
        out -> {
          List<Matcher> matchers = match.isEmpty() ? List.of() : Parser.parseSelector(match);
          StorageTool tool = tools.get();
          StorageTool.Analysis analysis =
              tool.analyze(dir, chosen(tool, dir, block), matchers, limit, extended);
          AnalysisText.print(analysis, matchers, out);
          if (extended) {
            AnalysisText.printChunks(analysis.chunks(), out);
          }
        });
  }

  /** The block named, or the last one. */
  private static String chosen(StorageTool tool, Path dir, String ulid) throws IOException {
    List<StorageTool.Block> blocks = tool.blocks(dir);
    Optional<StorageTool.Block> last =
        blocks.stream()
            .filter(block -> ulid.isEmpty() || block.ulid().equals(ulid))
            .reduce((a, b) -> b);
    return last.orElseThrow(
            () ->
                new IOException(
                    ulid.isEmpty() ? "no blocks found in " + dir : "block " + ulid + " not found"))
        .ulid();
  }

  @Command(
      name = "dump",
      mixinStandardHelpOptions = true,
      description = "Writes the samples of a data folder, one a line.")
  int dump(
      @CommandLine.Mixin Selection selection,
      @Option(
              names = "--format",
              defaultValue = "prom",
              description = "prom, or seriesjson for the series alone.")
          String format) {
    return switch (format) {
      case "prom" -> dump(selection, SampleDump.Format.PROM);
      case "seriesjson" -> dump(selection, SampleDump.Format.SERIESJSON);
      default -> usage(spec, "enum value must be one of prom,seriesjson, got '" + format + "'");
    };
  }

  @Command(
      name = "dump-openmetrics",
      mixinStandardHelpOptions = true,
      description = "Writes the samples of a data folder as OpenMetrics text.")
  int dumpOpenMetrics(@CommandLine.Mixin Selection selection) {
    return dump(selection, SampleDump.Format.OPENMETRICS);
  }

  /** What is dumped. */
  static final class Selection {
    @Option(names = "--min-time", description = "First instant in milliseconds.")
    private long minTime = Long.MIN_VALUE;

    @Option(names = "--max-time", description = "Last instant in milliseconds.")
    private long maxTime = Long.MAX_VALUE;

    @Option(names = "--match", description = "A selector; may stand several times.")
    private List<String> matches = new ArrayList<>(List.of());

    /** The original copies the head's files there; here nothing is written anywhere. */
    @Option(names = "--sandbox-dir-root", description = "Not needed: nothing is written.")
    void setSandbox(String ignored) {}

    @Parameters(paramLabel = "DIR", arity = "0..1", defaultValue = DATA)
    private Path dir = Path.of(DATA);
  }

  private int dump(Selection selection, SampleDump.Format format) {
    return run(
        spec,
        "dump",
        out -> {
          List<List<Matcher>> selectors = new ArrayList<>();
          for (String match : selection.matches) {
            selectors.add(Parser.parseSelector(match));
          }
          if (selectors.isEmpty()) {
            selectors.add(EVERYTHING);
          }
          try (StorageTool.Reading reading = tools.get().open(selection.dir)) {
            new SampleDump(format, selection.minTime, selection.maxTime, out)
                .write(reading, selectors);
          }
        });
  }

  /** {@code promtool tsdb create-blocks-from}. */
  @Command(
      name = "create-blocks-from",
      mixinStandardHelpOptions = true,
      synopsisSubcommandLabel = "<source>",
      description = "Makes blocks of samples from elsewhere.")
  static final class CreateBlocks implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    @CommandLine.ParentCommand private @Nullable TsdbCommand tsdb;

    @Option(
        names = {"-r", "--human-readable"},
        scope = CommandLine.ScopeType.INHERIT,
        description = "Times and sizes for people.")
    private boolean human;

    @Option(
        names = {"-q", "--quiet"},
        scope = CommandLine.ScopeType.INHERIT,
        description = "Do not print the blocks made.")
    private boolean quiet;

    @Option(
        names = "--max-block-duration",
        scope = CommandLine.ScopeType.INHERIT,
        defaultValue = "2h",
        description = "Longest span of a block; less than 2h is 2h.")
    private String maxDuration = "2h";

    @Override
    public void run() {
      spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
        name = "openmetrics",
        mixinStandardHelpOptions = true,
        description = "Makes blocks of OpenMetrics text with timestamps.")
    int openmetrics(
        @Option(names = "--label", description = "A label for every series: NAME=VALUE.")
            @Nullable Map<String, String> labels,
        @Parameters(index = "0", paramLabel = "INPUT") Path input,
        @Parameters(index = "1", paramLabel = "OUTDIR", arity = "0..1", defaultValue = DATA)
            Path output) {
      Optional<Duration> duration = DurationText.parse(maxDuration);
      if (duration.isEmpty()) {
        return usage(spec, "not a valid duration string: \"" + maxDuration + "\"; such as 1d");
      }
      StorageTool tool =
          java.util.Objects.requireNonNull(tsdb, "picocli sets the command above").tools.get();
      return TsdbCommand.run(
          spec,
          "create blocks",
          out -> {
            List<StorageTool.Block> made =
                new BlockImport(
                        tool,
                        input,
                        output,
                        duration.get().toMillis(),
                        labels == null ? Map.of() : labels)
                    .run();
            if (!quiet) {
              BlockTable.printOneByOne(made, human, out);
            }
          });
    }
  }

  /** What a command does; what goes wrong is told by exceptions. */
  @FunctionalInterface
  private interface Work {
    void run(PrintWriter out) throws IOException, ParseException;
  }

  private static int run(CommandSpec spec, String what, Work work) {
    PrintWriter out = spec.commandLine().getOut();
    try {
      work.run(out);
      out.flush();
      return CommandLine.ExitCode.OK;
    } catch (IOException e) {
      out.flush();
      spec.commandLine().getErr().println(what + ": " + message(e));
      return CommandLine.ExitCode.SOFTWARE;
    } catch (ParseException e) {
      return usage(spec, String.valueOf(e.getMessage()));
    }
  }

  private static String message(IOException e) {
    return e instanceof java.nio.file.NoSuchFileException
        ? "there is no " + e.getMessage()
        : String.valueOf(e.getMessage());
  }

  private static int usage(CommandSpec spec, String fault) {
    spec.commandLine()
        .getErr()
        .println(
            String.format(Locale.ROOT, "promtool: error: %s, try promtool tsdb --help", fault));
    return CommandLine.ExitCode.USAGE;
  }
}
