package dev.pharos.distribution.itest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** Bundles made on the spot, to be wrong in one way. */
final class Jars {

  private Jars() {}

  /** A bundle without content that has the given headers as well. */
  static InputStream bundle(String symbolicName, String... headers) throws IOException {
    return new ByteArrayInputStream(bytes(symbolicName, headers));
  }

  static byte[] bytes(String symbolicName, String... headers) throws IOException {
    String text =
        "Manifest-Version: 1.0\nBundle-ManifestVersion: 2\nBundle-SymbolicName: "
            + symbolicName
            + "\nBundle-Version: 1.0.0\n"
            + String.join("\n", headers)
            + "\n";
    Manifest manifest =
        new Manifest(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
      jar.putNextEntry(new ZipEntry("empty.txt"));
      jar.closeEntry();
    }
    return bytes.toByteArray();
  }
}
