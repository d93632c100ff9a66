package dev.pharos.exporter.node;

import dev.pharos.model.Labels;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A mounted file system.
 *
 * @param point where, as the host has it
 */
record Mount(
    String device, String point, String type, boolean readOnly, String major, String minor) {

  /** What is mounted, from the first process's view of the host, or this one's. */
  static List<Mount> list(HostFiles host) throws IOException {
    try (HostText text = open(host)) {
      List<Mount> mounts = new ArrayList<>();
      while (text.nextLine()) {
        mounts.add(parse(host, text));
      }
      return mounts;
    }
  }

  private static HostText open(HostFiles host) throws IOException {
    try {
      return host.read(host.proc("1/mountinfo"));
    } catch (FileNotFoundException hiddenFromThisUser) {
      return host.read(host.proc("self/mountinfo"));
    }
  }

  /** A line such as {@code 29 1 259:2 / / rw,relatime shared:1 - ext4 /dev/dm-2 errors=ro}. */
  private static Mount parse(HostFiles host, HostText line) {
    line.skipWord();
    line.skipWord();
    String major = line.upTo(':');
    String minor = line.word();
    line.skipWord();
    String point = unescaped(line.word());
    String options = line.word();
    String optional = line.word();
    while (!optional.equals("-") && !optional.isEmpty()) {
      optional = line.word();
    }
    String type = line.word();
    String device = unescaped(line.word());
    boolean readOnly = isReadOnly(options) || isReadOnly(line.word());
    return new Mount(device, host.outsideRoot(point), type, readOnly, major, minor);
  }

  private static boolean isReadOnly(String options) {
    return Arrays.asList(options.split(",", -1)).contains("ro");
  }

  /** Blanks stand as {@code \040}, by their octal codes. */
  private static String unescaped(String text) {
    int escape = text.indexOf('\\');
    if (escape < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    int done = 0;
    while (escape >= 0 && escape + 4 <= text.length()) {
      out.append(text, done, escape);
      out.append((char) Integer.parseInt(text.substring(escape + 1, escape + 4), 8));
      done = escape + 4;
      escape = text.indexOf('\\', done);
    }
    return out.append(text, done, text.length()).toString();
  }

  /**
   * Its labels.
   *
   * @param error why it could not be asked; empty if it could
   */
  Labels labels(String error) {
    return Labels.of("device", device, "mountpoint", point, "fstype", type, "device_error", error);
  }
}
