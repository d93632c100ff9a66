package dev.pharos.storage.tsdb.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The promtool of the original, where it is installed: what it writes, and what it reads of ours.
 */
public final class Promtool {

  private static final Path BINARY = Path.of("/usr/bin/promtool");

  private Promtool() {}

  /** Blocks that it makes of text in the OpenMetrics format, in a new folder. */
  public static List<Path> createBlocks(Path folder, String openMetrics) throws Exception {
    Path input = folder.resolve("input.om");
    Files.writeString(input, openMetrics);
    Path data = Files.createDirectory(folder.resolve("theirs"));
    run("tsdb", "create-blocks-from", "openmetrics", input.toString(), data.toString());
    try (Stream<Path> entries = Files.list(data)) {
      return entries.filter(path -> Ulid.parse(name(path)).isPresent()).sorted().toList();
    }
  }

  /** The samples of a data folder, one a line. */
  public static List<String> dump(Path data) throws Exception {
    Files.createDirectories(data.resolve("wal")); // It insists on one.
    return run("tsdb", "dump", data.toString()).lines().toList();
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }

  public static String run(String... arguments) throws Exception {
    assumeTrue(Files.isExecutable(BINARY), "promtool is not installed");
    List<String> command = new ArrayList<>(List.of(BINARY.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      String output = read(process);
      process.waitFor(1, TimeUnit.MINUTES);
      assertEquals(0, process.exitValue(), output);
      return output;
    } finally {
      process.destroyForcibly();
    }
  }

  private static String read(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
