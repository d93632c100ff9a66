package dev.pharos.distribution.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What lies in the distribution, and under which licences. */
class DistributionIT {

  private static final Pattern JAR = Pattern.compile("(.+?)-(\\d[\\w.-]*)\\.jar");

  @Test
  void each_jar_of_others_is_listed_with_its_version_and_licence() throws IOException {
    String list = Files.readString(Server.shipped().resolve("THIRD-PARTY.md"));
    List<String> missing = new ArrayList<>();
    for (String jar : jars()) {
      Matcher name = JAR.matcher(jar);
      if (!jar.startsWith("dev.pharos.") && name.matches()) {
        Pattern row =
            Pattern.compile(
                "(?m)^\\| `[^`]*:"
                    + Pattern.quote(name.group(1))
                    + "` \\| "
                    + Pattern.quote(name.group(2))
                    + " \\| [^|\\s][^|]* \\| [^|\\s][^|]* \\|");
        if (!row.matcher(list).find()) {
          missing.add(jar);
        }
      }
    }
    assertEquals(List.of(), missing);
  }

  /** The jars beside ours, and those nested in ours. */
  private static List<String> jars() throws IOException {
    List<String> names = new ArrayList<>();
    for (String folder : List.of("bundles", "lib")) {
      try (Stream<Path> files = Files.list(Server.shipped().resolve(folder))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".jar")).toList()) {
          names.add(file.getFileName().toString());
          try (JarFile jar = new JarFile(file.toFile())) {
            jar.stream()
                .map(entry -> entry.getName())
                .filter(name -> name.endsWith(".jar"))
                .forEach(name -> names.add(name.substring(name.lastIndexOf('/') + 1)));
          }
        }
      }
    }
    assertTrue(names.size() > 60, names::toString);
    return names;
  }

  @ParameterizedTest
  @CsvSource({"promtool, check, config", "amtool, silence, query"})
  void a_command_that_is_not_built_yet_says_so_and_ends_with_2(
      String command, String first, String second) throws Exception {
    String program = Server.shipped().resolve("bin").resolve(command).toString();
    Peers.Run run = Peers.run("", program, first, second);
    assertEquals(2, run.exit(), run.output());
    assertTrue(run.output().contains("not built yet"), run.output());
  }

  @Test
  void the_shipped_configuration_is_one_that_the_original_accepts() throws Exception {
    Peers.Run run =
        Peers.run(
            "",
            Peers.program("promtool"),
            "check",
            "config",
            Server.shipped().resolve("conf/prometheus.yml").toString());
    assertEquals(0, run.exit(), run.output());
  }
}
