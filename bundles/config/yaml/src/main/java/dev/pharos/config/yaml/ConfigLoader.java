package dev.pharos.config.yaml;

import dev.pharos.config.api.ConfigFiles;
import dev.pharos.config.api.ConfigParser;
import dev.pharos.config.api.ConfigProblem;
import dev.pharos.config.api.ConfigSection;
import dev.pharos.config.api.InvalidConfigException;
import dev.pharos.config.api.WaitingSection;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Loads the configuration files: reads them all, lets every section check its part, and applies
 * them only if nobody objects.
 *
 * <p>All checking and applying happens on one virtual thread, in the order of the requests. A
 * section that appears after the files were loaded is checked and applied alone; what is wrong with
 * it then is told as something the file waits for, and harms nobody else.
 */
@Component(
    service = {ConfigFiles.class, ConfigLoader.class},
    immediate = true,
    configurationPid = "dev.pharos.config.yaml")
@Designate(ocd = ConfigLoader.Settings.class)
public final class ConfigLoader implements ConfigFiles {

  @ObjectClassDefinition(
      name = "Configuration files",
      description = "Where the files are that say what is monitored")
  public @interface Settings {

    @AttributeDefinition(description = "Jobs, rules and alerting; has to be there")
    String prometheus_file() default "prometheus.yml";

    @AttributeDefinition(description = "Routes and receivers; may be absent")
    String alertmanager_file() default "alertmanager.yml";

    @AttributeDefinition(description = "What only this platform knows; may be absent")
    String pharos_file() default "pharos.yml";
  }

  private static final System.Logger LOG = System.getLogger(ConfigLoader.class.getName());
  private static final Duration STOP = Duration.ofSeconds(5);

  private final Map<FileKind, Path> paths;
  private final InstantSource clock;
  private final UnaryOperator<String> environment;
  private final ConfigParser parser = new YamlParser();
  private final List<Owner> owners = new CopyOnWriteArrayList<>();
  private final ExecutorService loading =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("config-load").factory());

  private volatile LoadState state;

  @Activate
  public ConfigLoader(Settings settings) {
    this(
        Map.of(
            FileKind.PROMETHEUS, Path.of(settings.prometheus_file()),
            FileKind.ALERTMANAGER, Path.of(settings.alertmanager_file()),
            FileKind.PHAROS, Path.of(settings.pharos_file())),
        InstantSource.system(),
        name -> System.getenv().getOrDefault(name, ""));
  }

  /** For tests, which choose the files, the clock and the environment. */
  ConfigLoader(Map<FileKind, Path> paths, InstantSource clock, UnaryOperator<String> environment) {
    this.paths = new EnumMap<>(paths);
    this.clock = clock;
    this.environment = environment;
    this.state = LoadState.NOTHING;
  }

  @Deactivate
  public void close() throws InterruptedException {
    loading.shutdownNow();
    if (!loading.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.log(Level.WARNING, "A section of the configuration does not come to an end");
    }
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addSection(ConfigSection section, Map<String, Object> properties) {
    Owner owner = Owner.of(section, properties);
    owners.add(owner);
    if (state.loaded()) {
      loading.execute(() -> applyLate(owner));
    }
  }

  void removeSection(ConfigSection section) {
    owners.removeIf(owner -> owner.section() == section);
  }

  /** Loads for the first time; like {@link #reload} but for the words of a refusal. */
  public void load() throws InvalidConfigException {
    run("configuration refused:");
  }

  @Override
  public void reload() throws InvalidConfigException {
    run("configuration refused, the previous one stays in force:");
  }

  private void run(String headline) throws InvalidConfigException {
    List<ConfigProblem> problems = await(loading.submit(this::loadAll));
    if (!problems.isEmpty()) {
      throw new InvalidConfigException(headline, problems);
    }
  }

  /** What is wrong; nothing if the files are in force now. */
  private List<ConfigProblem> loadAll() {
    Map<FileKind, LoadedFile> files = new EnumMap<>(FileKind.class);
    paths.forEach((kind, path) -> files.put(kind, LoadedFile.read(kind, path, environment)));

    List<Runnable> steps = new ArrayList<>();
    List<Owner> asked = List.copyOf(owners);
    Map<FileKind, List<ConfigProblem>> problems = new EnumMap<>(FileKind.class);
    files.forEach((kind, file) -> problems.put(kind, FileChecks.check(file, asked, parser, steps)));

    List<ConfigProblem> all = problems.values().stream().flatMap(List::stream).toList();
    if (!all.isEmpty()) {
      state = state.failed(problems);
      return all;
    }
    for (Runnable step : steps) {
      apply(step);
    }
    state = LoadState.of(files, clock.millis());
    LOG.log(Level.INFO, "Completed loading of " + paths.get(FileKind.PROMETHEUS));
    // Those that came meanwhile found nothing loaded, or the files before these.
    for (Owner owner : owners) {
      if (!asked.contains(owner)) {
        applyLate(owner);
      }
    }
    return List.of();
  }

  private static void apply(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "A part of the configuration that was checked could not be applied", e);
    }
  }

  private void applyLate(Owner owner) {
    LoadState before = state;
    LoadedFile file = before.file(owner.file());
    if (file == null || !owners.contains(owner)) {
      return;
    }
    Reading reading = file.reading(parser);
    Runnable step = FileChecks.check(owner, reading.root());
    List<ConfigProblem> problems = reading.problems();
    if (problems.isEmpty()) {
      apply(step);
    } else {
      LOG.log(
          Level.WARNING,
          "A bundle came that cannot use its part of "
              + file.path()
              + "; it waits for the file to be mended and reloaded:\n  "
              + String.join("\n  ", problems.stream().map(ConfigProblem::toString).toList()));
    }
    state = before.late(owner, problems);
  }

  @Override
  public boolean isLoaded() {
    return state.loaded();
  }

  /** Whether the last attempt succeeded. */
  boolean lastSucceeded() {
    return state.lastSucceeded();
  }

  /** When a load last succeeded, in milliseconds since the Unix epoch; 0 if never. */
  long lastSuccessMillis() {
    return state.appliedAtMillis();
  }

  @Override
  public List<Status> files() {
    LoadState now = state;
    List<Owner> present = List.copyOf(owners);
    List<Status> statuses = new ArrayList<>();
    for (FileKind kind : FileKind.values()) {
      LoadedFile file = now.file(kind.text());
      statuses.add(
          new Status(
              kind.text(),
              paths.getOrDefault(kind, Path.of("")),
              file == null ? "" : file.text(),
              now.appliedAtMillis(),
              now.problems(kind),
              file == null ? List.of() : waiting(file, now, present)));
    }
    return List.copyOf(statuses);
  }

  private static List<String> waiting(LoadedFile file, LoadState now, List<Owner> present) {
    List<String> words = new ArrayList<>();
    for (String key : file.written().entries().keySet()) {
      boolean own = file.kind() == FileKind.PROMETHEUS && PrometheusFile.OWN_KEYS.contains(key);
      boolean global = key.equals("global");
      if (!own && !global && present.stream().noneMatch(owner -> owns(owner, file, key))) {
        words.add(key + ": waiting for a bundle that reads it");
      }
    }
    for (Owner owner : present) {
      if (owner.file().equals(file.kind().text())) {
        now.lateProblems(owner).forEach(problem -> words.add(problem.toString()));
        if (owner.section() instanceof WaitingSection section) {
          words.addAll(section.waiting());
        }
      }
    }
    return List.copyOf(words);
  }

  private static boolean owns(Owner owner, LoadedFile file, String key) {
    return owner.file().equals(file.kind().text()) && owner.keys().contains(key);
  }

  private static <T> T await(Future<T> result) {
    try {
      return result.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the configuration was loaded", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the configuration could not be loaded", e.getCause());
    }
  }
}
