package dev.pharos.distribution.launcher;

import dev.pharos.distribution.launcher.feature.Feature;
import dev.pharos.distribution.launcher.flags.FlagValues;
import dev.pharos.distribution.launcher.flags.UsageException;
import dev.pharos.distribution.launcher.framework.Platform;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;

/**
 * One run of the server: the platform up, the configuration loaded, the signals heeded, and an
 * orderly end.
 */
final class Server {

  private static final Logger LOG = System.getLogger(Server.class.getName());

  /** How long a bundle may take to offer a command once all bundles have started. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final FlagValues flags;
  private final Folders folders;
  private final List<Feature> features;
  private final PrintStream terminal;

  Server(FlagValues flags, Folders folders, List<Feature> features, PrintStream terminal) {
    this.flags = flags;
    this.folders = folders;
    this.features = List.copyOf(features);
    this.terminal = terminal;
  }

  /** Runs until the process is told to stop; answers the exit status. */
  int run() throws UsageException, IOException, InterruptedException {
    List<String> withoutEffect = flags.withoutEffect();
    if (!withoutEffect.isEmpty()) {
      LOG.log(
          Level.WARNING,
          "These flags have no effect in this version: " + String.join(", ", withoutEffect));
    }
    Map<String, Map<String, Object>> settings = Settings.of(flags, features, folders, Version.TEXT);
    try (StateLock lock = StateLock.take(folders.state())) {
      LOG.log(Level.DEBUG, "Holding " + lock);
      try (Platform platform =
          Platform.start(
              features, folders.bundles(), folders.bundleCache(), properties(), settings)) {
        return serve(platform);
      }
    } catch (BundleException e) {
      LOG.log(Level.ERROR, "The framework does not start", e);
      return Main.FAILED;
    }
  }

  private int serve(Platform platform) throws InterruptedException {
    heedStopSignals(platform);
    Commands commands = new Commands(platform.context());
    if (!load(commands)) {
      return Main.REFUSED;
    }
    Signals.on("HUP", () -> reload(commands));
    greet(commands);
    platform.awaitStop();
    return 0;
  }

  private boolean load(Commands commands) {
    try {
      if (!commands.run("load", PATIENCE)) {
        LOG.log(
            Level.ERROR,
            "No bundle offers to load the configuration, so nothing is scraped; is config.yaml"
                + " running?");
      }
      return true;
    } catch (IllegalStateException stopped) {
      return true;
    } catch (Exception refused) {
      terminal.println(refused.getMessage() == null ? refused.toString() : refused.getMessage());
      return false;
    }
  }

  private static void reload(Commands commands) {
    try {
      if (!commands.run("reload", Duration.ofSeconds(1))) {
        LOG.log(Level.WARNING, "No bundle offers to reload the configuration");
      }
    } catch (Exception refused) {
      LOG.log(Level.ERROR, "Reload refused, the configuration stays as it was", refused);
    }
  }

  private void greet(Commands commands) {
    try {
      commands.banner().forEach(terminal::println);
    } catch (InvalidSyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static void heedStopSignals(Platform platform) {
    for (String signal : List.of("TERM", "INT")) {
      Signals.on(
          signal,
          () -> {
            LOG.log(Level.INFO, "Received SIG" + signal + ", stopping");
            platform.stop();
          });
    }
  }

  private Map<String, String> properties() throws IOException {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("pharos.home", folders.home().toString());
    properties.put("pharos.data", folders.data().toString());
    properties.put("pharos.state", folders.state().toString());
    properties.put("pharos.deploy", deploy().toString());
    return properties;
  }

  /** The folder to watch for bundles: one that others may write to would let them run code here. */
  private Path deploy() throws IOException {
    String objection = DropFolder.objection(folders.deploy());
    if (objection.isEmpty()) {
      return folders.deploy();
    }
    LOG.log(Level.WARNING, objection);
    Path closed = folders.state().resolve("deploy-closed");
    java.nio.file.Files.createDirectories(closed);
    return closed;
  }
}
