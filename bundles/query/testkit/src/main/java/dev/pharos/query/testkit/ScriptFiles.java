package dev.pharos.query.testkit;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Plays script files one after the other and tells what came of it. */
public final class ScriptFiles {

  private final Stage.Factory stages;
  private final PrintWriter out;
  private int passed;
  private int failed;

  private ScriptFiles(Stage.Factory stages, PrintWriter out) {
    this.stages = stages;
    this.out = out;
  }

  /**
   * Plays files, prints each failure with file, line, what was expected and what came, and at last
   * how many evaluations passed and failed.
   *
   * @return whether all passed
   */
  public static boolean play(List<Path> files, Stage.Factory stages, PrintWriter out) {
    ScriptFiles run = new ScriptFiles(stages, out);
    files.forEach(run::play);
    out.println(run.passed + " passed, " + run.failed + " failed");
    out.flush();
    return run.failed == 0;
  }

  private void play(Path file) {
    List<Outcome> outcomes;
    try {
      outcomes = ScriptRun.play(Script.parse(Files.readString(file)), stages);
    } catch (IOException e) {
      fault(file + ": cannot be read: " + e);
      return;
    } catch (ScriptException e) {
      fault(file + ": " + e.getMessage());
      return;
    }
    for (Outcome outcome : outcomes) {
      if (outcome.failure().isEmpty()) {
        passed++;
      } else {
        Outcome.Failure failure = outcome.failure().get();
        fault(
            file
                + ":"
                + outcome.line()
                + ": "
                + outcome.query()
                + "\n  "
                + failure.how()
                + "\n    expected\n      "
                + failure.expected()
                + "\n    got\n      "
                + failure.got());
      }
    }
  }

  private void fault(String text) {
    failed++;
    out.println(text);
  }
}
