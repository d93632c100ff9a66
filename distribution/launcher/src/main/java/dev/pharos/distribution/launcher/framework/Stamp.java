package dev.pharos.distribution.launcher.framework;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a file was when it was last looked at.
 *
 * <p>Size and time are compared first; the digest decides when the time alone differs, which is
 * what a rebuild without a change leaves behind.
 *
 * @param size in bytes
 * @param modifiedMillis when it was last written
 * @param digest SHA-256 of the content, in hexadecimal
 */
public record Stamp(long size, long modifiedMillis, String digest) {

  /** The stamp of a file; reads its content only if {@code known} cannot tell. */
  static Stamp of(Path file, @Nullable Stamp known) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      long modifiedMillis = attributes.lastModifiedTime().toMillis();
      if (known != null
          && known.size == attributes.size()
          && known.modifiedMillis == modifiedMillis) {
        return known;
      }
      return new Stamp(attributes.size(), modifiedMillis, digest(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the bundle " + file, e);
    }
  }

  boolean sameContent(@Nullable Stamp other) {
    return other != null && digest.equals(other.digest);
  }

  private static String digest(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
