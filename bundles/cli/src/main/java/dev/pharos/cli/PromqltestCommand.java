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
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays scripts of Prometheus's query tests on the engine of this distribution. */
@Command(
    name = "promqltest",
    description = {
      "Plays test scripts of queries: load, eval, clear, as Prometheus's promqltest has them.",
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

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "the scripts")
  private List<Path> files = List.of();

  @Override
  public Integer call() {
    EngineFactory engines = find(EngineFactory.class, "dev.pharos.query.promql");
    ScratchStorage storages = find(ScratchStorage.class, "dev.pharos.storage.memory");
    boolean passed =
        ScriptFiles.play(
            files, () -> new Scratch(storages.open(), engines), spec.commandLine().getOut());
    return passed ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private static <T> T find(Class<T> type, String bundle) {
    return ServiceLoader.load(type)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(bundle + " is missing from the distribution's bundles/"));
  }

  private record Scratch(ScratchStorage.Opened storage, QueryEngine engine) implements Stage {

    Scratch(ScratchStorage.Opened storage, EngineFactory engines) {
      this(storage, engines.over(storage, FEATURES));
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
