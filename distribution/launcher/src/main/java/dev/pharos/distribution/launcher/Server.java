package dev.pharos.distribution.launcher;

import dev.pharos.distribution.launcher.feature.Feature;
import dev.pharos.distribution.launcher.flags.FlagValues;
import dev.pharos.distribution.launcher.flags.UsageException;
import dev.pharos.distribution.launcher.framework.Platform;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.osgi.framework.BundleException;

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
    warnOfFlags();
    Map<String, Map<String, Object>> settings = Settings.of(flags, features, folders);
    Addresses.requireFree(settings);
    CompletableFuture<Integer> end = new CompletableFuture<>();
    heedStopSignals(end);
    // Whoever asks for a reload while the first load is under way gets what the first load reads.
    Signals.on("HUP", () -> LOG.log(Level.INFO, "Received SIGHUP before the first load was done"));
    try (StateLock lock = StateLock.take(folders.state())) {
      LOG.log(Level.DEBUG, "Holding " + lock);
      try (Platform platform =
          Platform.start(
              features, folders.bundles(), folders.bundleCache(), properties(), settings)) {
        Thread.ofVirtual().name("end of framework").start(() -> awaitStop(platform, end));
        GiveBack.start();
        HeapPace.start();
        Thread.ofVirtual().name("first load").start(() -> load(platform, end));
        return end.join();
      }
    } catch (BundleException e) {
      LOG.log(Level.ERROR, "The framework does not start", e);
      return Main.FAILED;
    }
  }

  private void warnOfFlags() {
    List<String> idle = new ArrayList<>(flags.withoutEffect());
    Settings.otherFeatures(flags).forEach(name -> idle.add("--enable-feature=" + name));
    if (!idle.isEmpty()) {
      LOG.log(
          Level.WARNING, "These flags have no effect in this version: " + String.join(", ", idle));
    }
  }

  /** The framework may be stopped from inside, by the web console or a request to quit. */
  private static void awaitStop(Platform platform, CompletableFuture<Integer> end) {
    try {
      platform.awaitStop();
      end.complete(0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void load(Platform platform, CompletableFuture<Integer> end) {
    Commands commands = new Commands(platform.context());
    try {
      if (!commands.run("load", PATIENCE)) {
        LOG.log(
            Level.ERROR,
            "No bundle offers to load the configuration, so nothing is scraped; is config.yaml"
                + " running?");
      }
      if (!end.isDone()) {
        Signals.on("HUP", () -> reload(commands));
        commands.banner().forEach(terminal::println);
      }
    } catch (Exception refused) {
      if (!end.isDone()) {
        terminal.println(refused.getMessage() == null ? refused.toString() : refused.getMessage());
        end.complete(Main.REFUSED);
      }
    }
  }

  private static void reload(Commands commands) {
    try {
      if (!commands.run("reload", Duration.ofSeconds(1))) {
        LOG.log(Level.WARNING, "No bundle offers to reload the configuration");
      }
    } catch (Exception refused) {
      if (refused instanceof RuntimeException) {
        LOG.log(Level.ERROR, "Reload failed", refused);
      } else {
        // The message lists what is wrong with the files, which no stack explains better.
        LOG.log(Level.ERROR, "Reload: " + refused.getMessage());
      }
    }
  }

  private static void heedStopSignals(CompletableFuture<Integer> end) {
    for (String signal : List.of("TERM", "INT")) {
      Signals.on(
          signal,
          () -> {
            if (end.complete(0)) {
              LOG.log(Level.INFO, "Received SIG" + signal + ", stopping");
            }
          });
    }
  }

  private Map<String, String> properties() throws IOException {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("pharos.home", folders.home().toString());
    properties.put("pharos.data", folders.data().toString());
    properties.put("pharos.state", folders.state().toString());
    properties.put("pharos.deploy", deploy().toString());
    properties.put("pharos.uploads", flags.text("web.console"));
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
    Files.createDirectories(closed);
    return closed;
  }
}
