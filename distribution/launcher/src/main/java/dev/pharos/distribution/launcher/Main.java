package dev.pharos.distribution.launcher;

import dev.pharos.distribution.launcher.feature.Feature;
import dev.pharos.distribution.launcher.feature.FeatureReader;
import dev.pharos.distribution.launcher.feature.InvalidFeatureException;
import dev.pharos.distribution.launcher.flags.CommandLine;
import dev.pharos.distribution.launcher.flags.FlagValues;
import dev.pharos.distribution.launcher.flags.Usage;
import dev.pharos.distribution.launcher.flags.UsageException;
import dev.pharos.distribution.launcher.log.Logging;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * The process's entry: reads the command line, then runs the server until it is told to end.
 *
 * <p>Exit status: 0 after an orderly end, 1 when the platform could not run, 2 when the command
 * line or the configuration was refused, 3 when a flag belongs to the other mode.
 */
public final class Main {

  static final int REFUSED = 2;
  static final int FAILED = 1;
  private static final int WRONG_MODE = 3;

  private Main() {}

  public static void main(String[] arguments) throws InterruptedException {
    Logging.claim();
    System.exit(run(List.of(arguments), System.out, System.err));
  }

  static int run(List<String> arguments, PrintStream out, PrintStream err)
      throws InterruptedException {
    try {
      FlagValues flags = CommandLine.parse(arguments);
      if (flags.isOn("help")) {
        out.print(Usage.text());
        return 0;
      }
      if (flags.isOn("version")) {
        out.println(version());
        return 0;
      }
      List<String> misplaced = flags.misplaced();
      if (!misplaced.isEmpty()) {
        err.println(
            (flags.isOn("agent")
                    ? "The following flag(s) can not be used in agent mode: "
                    : "The following flag(s) can only be used in agent mode: ")
                + String.join(", ", misplaced));
        return WRONG_MODE;
      }
      Logging.configure(flags.text("log.level"), flags.text("log.format"));
      return serve(flags, err);
    } catch (UsageException e) {
      err.println("Error parsing command line arguments: " + e.getMessage());
      err.print(Usage.text());
      return REFUSED;
    } catch (InvalidFeatureException e) {
      err.println(e.getMessage());
      return FAILED;
    } catch (IOException e) {
      err.println("Pharos cannot start: " + e.getMessage());
      return FAILED;
    }
  }

  private static int serve(FlagValues flags, PrintStream err)
      throws UsageException, InvalidFeatureException, IOException, InterruptedException {
    Path home =
        flags.isGiven("home")
            ? Path.of(flags.text("home")).toAbsolutePath().normalize()
            : Path.of(System.getProperty("pharos.home", ".")).toAbsolutePath().normalize();
    Folders folders = Folders.of(flags, home, Path.of("").toAbsolutePath());
    List<Feature> features = features(flags, folders);
    return new Server(flags, folders, features, err).run();
  }

  /** The features of the shape, less the one that upload and remote control would come with. */
  private static List<Feature> features(FlagValues flags, Folders folders)
      throws InvalidFeatureException {
    return new FeatureReader(folders.features())
        .shape(flags.text("shape")).stream()
            .filter(feature -> flags.isOn("web.console") || !feature.name().equals("webconsole"))
            .toList();
  }

  private static String version() {
    return "pharos, version "
        + Version.TEXT
        + "\n  java version:     "
        + Runtime.version()
        + "\n  platform:         "
        + System.getProperty("os.name")
        + "/"
        + System.getProperty("os.arch");
  }
}
