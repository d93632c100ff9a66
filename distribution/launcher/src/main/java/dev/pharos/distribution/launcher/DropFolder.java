package dev.pharos.distribution.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;

/** Judges whether the folder of dropped bundles may be trusted. */
final class DropFolder {

  private DropFolder() {}

  /**
   * Why the folder is not watched; empty when it is fine. Bundles run with all rights of the
   * process, so only its own user may put them there.
   */
  static String objection(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return folder + " is no folder, so no bundles are dropped in; make it and start again";
    }
    if (!Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      return "";
    }
    PosixFileAttributes attributes = Files.readAttributes(folder, PosixFileAttributes.class);
    String owner = attributes.owner().getName();
    String user = System.getProperty("user.name");
    if (!owner.equals(user)) {
      return folder
          + " belongs to "
          + owner
          + ", so bundles dropped there are not run; give it to "
          + user
          + " or choose another with --deploy.path";
    }
    if (attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
      return folder
          + " can be written by everybody, so bundles dropped there are not run; chmod o-w it";
    }
    return "";
  }
}
