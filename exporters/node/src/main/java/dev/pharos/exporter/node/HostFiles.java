package dev.pharos.exporter.node;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The folders in which the kernel tells about the host, which in a container may be mounted
 * elsewhere.
 *
 * <p>Safe for use by several threads.
 */
final class HostFiles {

  private final String procfs;
  private final String sysfs;
  private final String rootfs;
  private final String udev;
  private final ConcurrentLinkedQueue<HostText> idle = new ConcurrentLinkedQueue<>();

  /**
   * Names the folders.
   *
   * @param rootfs where the root of the host is mounted
   * @param udev where udev keeps what it knows of devices
   */
  HostFiles(String procfs, String sysfs, String rootfs, String udev) {
    this.procfs = procfs;
    this.sysfs = sysfs;
    this.rootfs = rootfs;
    this.udev = udev;
  }

  String proc(String name) {
    return procfs + "/" + name;
  }

  String sys(String name) {
    return sysfs + "/" + name;
  }

  String udev(String name) {
    return udev + "/" + name;
  }

  /** Where a mount point of the host is to be found. */
  String inRoot(String mountPoint) {
    return rootfs.equals("/") ? mountPoint : rootfs + mountPoint;
  }

  /** The mount point as the host itself has it. */
  String outsideRoot(String mountPoint) {
    if (rootfs.equals("/") || !mountPoint.startsWith(rootfs)) {
      return mountPoint;
    }
    String stripped = mountPoint.substring(rootfs.length());
    return stripped.isEmpty() ? "/" : stripped;
  }

  /**
   * Reads a file; close it when it has been taken apart.
   *
   * @throws FileNotFoundException if there is none
   */
  HostText read(String path) throws IOException {
    HostText text = idle.poll();
    if (text == null) {
      text = new HostText(this);
    }
    try {
      text.read(path);
      return text;
    } catch (IOException e) {
      text.close();
      throw e;
    }
  }

  /** The first line of a file without the blanks around it; null if the file cannot be read. */
  @Nullable String line(String path) {
    try (HostText text = read(path)) {
      return text.nextLine() ? text.rest() : "";
    } catch (IOException e) {
      // Such files come and go with devices, and drivers refuse some of them.
      return null;
    }
  }

  /** The whole number that is a file's content; NaN if it cannot be read or is none. */
  double number(String path) {
    try (HostText text = read(path)) {
      return text.nextLine() && text.hasWord() ? text.number() : Double.NaN;
    } catch (IOException | NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** The entries of a folder, sorted by name; empty if it cannot be read. */
  String[] list(String folder) {
    String[] names = new File(folder).list();
    if (names == null) {
      return new String[0];
    }
    Arrays.sort(names);
    return names;
  }

  void giveBack(HostText text) {
    idle.add(text);
  }
}
