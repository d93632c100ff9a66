package dev.pharos.web.pharos;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The folder whose bundles are installed as soon as they lie there, and taken out when they are
 * gone.
 *
 * <p>Uploads are written elsewhere first and moved in whole. Not safe for use by several threads at
 * once: the servlet takes turns.
 */
final class DropFolder {

  private static final Pattern SYMBOLIC_NAME =
      Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
  private static final String WHERE = "body";
  private static final String JAR = "a jar whose manifest has Bundle-SymbolicName";

  private final Path folder;
  private final Path drafts;
  private final long mostBytes;

  /**
   * A bundle as a jar tells of it.
   *
   * @param symbolicName without directives
   * @param version as written; {@code 0.0.0} if there is none
   */
  record Identity(String symbolicName, String version) {}

  /**
   * @param folder what is watched
   * @param drafts a folder of our own for uploads under way
   * @param mostBytes the largest bundle that is taken
   */
  DropFolder(Path folder, Path drafts, long mostBytes) {
    this.folder = folder.toAbsolutePath().normalize();
    this.drafts = drafts;
    this.mostBytes = mostBytes;
  }

  /** Writes an upload where it can be looked at; {@link #drop} or {@link #discard} follows. */
  Path draft(InputStream body) throws IOException, ApiException {
    Files.createDirectories(drafts);
    Path draft = Files.createTempFile(drafts, "upload-", ".jar");
    try (var out = Files.newOutputStream(draft)) {
      byte[] chunk = new byte[64 * 1024];
      long total = 0;
      for (int n = body.read(chunk); n >= 0; n = body.read(chunk)) {
        total += n;
        if (total > mostBytes) {
          throw refused(
              413, "too_large", "the upload is too large", "at most " + mostBytes + " bytes");
        }
        out.write(chunk, 0, n);
      }
      return draft;
    } catch (IOException | ApiException e) {
      discard(draft);
      throw e;
    }
  }

  void discard(Path draft) throws IOException {
    Files.deleteIfExists(draft);
  }

  /** Who the bundle is, from its manifest. */
  Identity identity(Path jar) throws IOException, ApiException {
    try (JarFile file = new JarFile(jar.toFile())) {
      @Nullable Manifest manifest = file.getManifest();
      @Nullable String name =
          manifest == null ? null : manifest.getMainAttributes().getValue("Bundle-SymbolicName");
      if (manifest == null || name == null) {
        throw refused(400, "no_bundle", "the jar is no OSGi bundle", JAR);
      }
      String symbolicName = name.split(";", 2)[0].strip();
      if (!SYMBOLIC_NAME.matcher(symbolicName).matches()) {
        throw refused(400, "no_bundle", "its symbolic name is \"" + symbolicName + "\"", JAR);
      }
      return new Identity(symbolicName, version(manifest.getMainAttributes()));
    } catch (ZipException _) {
      throw refused(400, "no_jar", "the upload is no jar", JAR);
    }
  }

  private static String version(Attributes attributes) {
    @Nullable String version = attributes.getValue("Bundle-Version");
    return version == null ? "0.0.0" : version.strip();
  }

  /** Moves a draft in, in the place of {@code earlier} if that is there. */
  void drop(Path draft, Identity identity, Optional<Path> earlier) throws IOException {
    Path place = earlier.orElseGet(() -> folder.resolve(identity.symbolicName() + ".jar"));
    try {
      Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException _) {
      // Another file system: whoever watches the folder waits until a file grows no more.
      Files.move(draft, place, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** The file in this folder that a bundle was installed from, if it was. */
  Optional<Path> file(String location) {
    if (!location.startsWith("file:")) {
      return Optional.empty();
    }
    try {
      Path file = Path.of(URI.create(location)).toAbsolutePath().normalize();
      return folder.equals(file.getParent()) ? Optional.of(file) : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  void remove(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  private static ApiException refused(int status, String code, String message, String expected) {
    return new ApiException(
        new ApiException.Fault(status, code, message, WHERE, expected, "send " + expected));
  }
}
