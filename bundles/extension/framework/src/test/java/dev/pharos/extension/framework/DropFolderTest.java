package dev.pharos.extension.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.extension.api.ExtensionException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DropFolderTest {

  @TempDir Path path;

  private final Semaphore changes = new Semaphore(0);
  private DropFolder folder = new DropFolder(Path.of(""), () -> {});

  @AfterEach
  void close() {
    folder.close();
  }

  private void watch() {
    folder = new DropFolder(path, changes::release);
    folder.watch();
  }

  @Test
  void a_file_that_is_no_jar_is_told_when_it_comes_and_forgotten_when_it_goes() throws Exception {
    watch();
    Path file = Files.writeString(path.resolve("broken.jar"), "this is no jar");

    assertTrue(changes.tryAcquire(20, TimeUnit.SECONDS));
    assertTrue(objection(file).startsWith("is no jar: "), folder.objections()::toString);

    Files.delete(file);
    assertTrue(changes.tryAcquire(20, TimeUnit.SECONDS));
    assertTrue(folder.objections().isEmpty());
  }

  @Test
  void a_jar_without_a_symbolic_name_is_told_what_it_lacks() throws Exception {
    Files.write(path.resolve("plain.jar"), jar("Manifest-Version: 1.0\n"));
    watch();

    assertTrue(changes.tryAcquire(20, TimeUnit.SECONDS));
    assertTrue(objection(path.resolve("plain.jar")).contains("no Bundle-SymbolicName"));
  }

  @Test
  void a_bundle_that_is_uploaded_lies_there_as_a_whole() throws Exception {
    folder = new DropFolder(path, changes::release);
    byte[] bundle = jar("Manifest-Version: 1.0\nBundle-SymbolicName: a\n");

    folder.put("../../elsewhere/a.jar", new ByteArrayInputStream(bundle));

    assertEquals(List.of(path.resolve("a.jar")), files());
    assertTrue(BundleFile.objection(path.resolve("a.jar")).isEmpty());
  }

  @Test
  void an_upload_that_is_no_bundle_is_refused_and_leaves_nothing() throws Exception {
    folder = new DropFolder(path, changes::release);

    for (byte[] content :
        List.of("text".getBytes(StandardCharsets.UTF_8), jar("Manifest-Version: 1.0\n"))) {
      assertThrows(
          ExtensionException.class, () -> folder.put("a.jar", new ByteArrayInputStream(content)));
    }
    assertThrows(
        ExtensionException.class, () -> folder.put("a.txt", new ByteArrayInputStream(new byte[0])));
    assertEquals(List.of(), files());
  }

  private String objection(Path file) {
    return folder.objections().getOrDefault(file, "none");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.toList();
    }
  }

  private static byte[] jar(String manifest) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Manifest headers =
        new Manifest(new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8)));
    try (JarOutputStream jar = new JarOutputStream(bytes, headers)) {
      jar.finish();
    }
    return bytes.toByteArray();
  }
}
