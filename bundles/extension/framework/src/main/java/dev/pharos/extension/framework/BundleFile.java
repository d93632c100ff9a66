package dev.pharos.extension.framework;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** Looks into a file and tells whether it is a bundle. */
final class BundleFile {

  private BundleFile() {}

  /** Why the file is no bundle; empty if it is one. */
  static Optional<String> objection(Path file) {
    try (JarFile jar = new JarFile(file.toFile())) {
      Manifest manifest = jar.getManifest();
      if (manifest == null) {
        return Optional.of(
            "is a jar without a manifest; build it as an OSGi bundle, with Bundle-SymbolicName");
      }
      Attributes headers = manifest.getMainAttributes();
      if (headers.getValue("Bundle-SymbolicName") == null) {
        return Optional.of(
            "is a jar but no OSGi bundle: its manifest has no Bundle-SymbolicName; build it with bnd"
                + " or as the templates of 'pharos new' do");
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("is no jar: " + e.getMessage() + "; copy it again, or remove it");
    }
  }
}
