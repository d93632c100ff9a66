package dev.pharos.cli;

import dev.pharos.query.api.EngineFactory;
import dev.pharos.query.api.QueryEngine;
import dev.pharos.query.testkit.ScriptFiles;
import dev.pharos.query.testkit.Stage;
import dev.pharos.storage.api.SampleWriter;
import dev.pharos.storage.api.ScratchStorage;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays scripts of Prometheus's query tests on the engine of this distribution. */
@Command(
    name = "promqltest",
    description = {
      "Plays test scripts of queries: load, eval, clear, as Prometheus's promqltest has them,",
      "each over a database of its own among the temporary files.",
      "Tells each failure with file, line, what was expected and what came; exits with 1 if there"
          + " are any."
    })
final class PromqltestCommand implements Callable<Integer> {

  /** What the original's own tests have switched on. */
  private static final List<String> FEATURES =
      List.of(
          "promql-experimental-functions",
          "promql-extended-range-selectors",
          "promql-binop-fill-modifiers",
          "promql-delayed-name-removal",
          "use-start-timestamps");

  /** Tells each database that is opened, and scripts open hundreds; kept, or its level is lost. */
  private static final Logger DATABASE = Logger.getLogger("dev.pharos.storage.tsdb");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "the scripts")
  private List<Path> files = List.of();

  @Override
  public Integer call() {
    EngineFactory engines = find(EngineFactory.class, "dev.pharos.query.promql", _ -> true);
    ScratchStorage database =
        find(
            ScratchStorage.class, "dev.pharos.storage.tsdb", storage -> !storage.keepsEverything());
    ScratchStorage memory =
        find(ScratchStorage.class, "dev.pharos.storage.memory", ScratchStorage::keepsEverything);
    DATABASE.setLevel(Level.WARNING);
    boolean passed =
        ScriptFiles.play(
            files,
            // The database does not keep start timestamps.
            starts -> new Scratch(starts ? memory : database, engines),
            spec.commandLine().getOut());
    return passed ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private static <T> T find(Class<T> type, String bundle, Predicate<T> wanted) {
    return ServiceLoader.load(type).stream()
        .map(ServiceLoader.Provider::get)
        .filter(wanted)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(bundle + " is missing from the distribution's bundles/"));
  }

  private record Scratch(ScratchStorage.Opened storage, QueryEngine engine, boolean keepsHints)
      implements Stage {

    Scratch(ScratchStorage storages, EngineFactory engines) {
      this(storages.open(), engines, storages.keepsEverything());
    }

    private Scratch(ScratchStorage.Opened storage, EngineFactory engines, boolean keepsHints) {
      this(storage, engines.over(storage, FEATURES), keepsHints);
    }

    @Override
    public SampleWriter writer() {
      return storage;
    }

    @Override
    public void close() {
      storage.close();
    }
  }
}
