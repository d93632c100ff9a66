package dev.pharos.distribution.itest;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The originals' programs and data, where they are installed. */
final class Peers {

  /** What a program did. */
  record Run(int exit, String output) {}

  private Peers() {}

  /** A program that must be there in continuous integration, and may be missing elsewhere. */
  static String program(String name) {
    Path file = Path.of("/usr/bin", name);
    if (!Files.isExecutable(file)) {
      missing(file + " is not installed");
    }
    return file.toString();
  }

  /** A folder of the originals' test data. */
  static Path conformance(String folder) {
    String root = System.getenv("PHAROS_CONFORMANCE");
    if (root == null || !Files.isDirectory(Path.of(root, folder))) {
      return abort("PHAROS_CONFORMANCE names no folder with " + folder);
    }
    return Path.of(root, folder);
  }

  private static void missing(String what) {
    if ("true".equals(System.getenv("CI"))) {
      fail(what);
    }
    abort(what);
  }

  static Run run(String input, String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      fail(String.join(" ", command) + " did not end");
    }
    return new Run(process.exitValue(), output);
  }
}
