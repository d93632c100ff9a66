package dev.pharos.query.promql;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code queries.active}, which tells after a crash what was being evaluated.
 *
 * <p>The original's layout, so that either reads the other's: an opening bracket, then a slot of
 * 1,000 bytes for each query that may run, either all zeros or the query as a JSON object, zeros,
 * and a comma as the last byte. With the zeros left out and the last comma made a bracket, it is a
 * JSON array.
 *
 * <p>Written in place, not through a mapping: a mapped file that somebody cuts short ends the
 * process. What was written is there after the process is killed all the same. Where the file
 * cannot be written that is told once, and queries go on without it. Safe for use by several
 * threads.
 */
final class ActiveQueryFile implements AutoCloseable {

  /** The file's name in the data folder. */
  static final String NAME = "queries.active";

  /** No slot: the query is not in the file. */
  static final int NOWHERE = -1;

  /** An engine that keeps no such file. */
  static final ActiveQueryFile NONE = new ActiveQueryFile(null, Path.of(NAME), 0);

  private static final System.Logger LOG = System.getLogger(ActiveQueryFile.class.getName());
  private static final int SLOT_BYTES = 1000;
  private static final byte[] EMPTY = new byte[SLOT_BYTES];
  private static final byte[] BEGIN = "{\"query\":\"".getBytes(StandardCharsets.US_ASCII);

  /** More than any concurrency needs: a file that grew by accident is not read whole. */
  private static final int MOST_BYTES = 4 << 20;

  private final @Nullable FileChannel channel;
  private final Path path;
  private final Queue<Integer> free = new ArrayDeque<>();
  private boolean failing;

  private ActiveQueryFile(@Nullable FileChannel channel, Path path, int slots) {
    this.channel = channel;
    this.path = path;
    for (int i = 0; i < slots; i++) {
      free.add(i);
    }
  }

  /**
   * Tells in the log what the file says had not finished, and begins it anew.
   *
   * @param folder is made if it is not there
   */
  static ActiveQueryFile open(Path folder, int slots) {
    Path path = folder.resolve(NAME);
    try {
      unfinished(path)
          .ifPresent(
              queries ->
                  LOG.log(
                      Level.WARNING,
                      "These queries did not finish in the last run: queries=" + queries));
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              path,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING);
      // All of its room is taken now: a full disk must not meet a query.
      byte[] empty = new byte[1 + slots * SLOT_BYTES];
      empty[0] = '[';
      write(channel, empty, 0);
      return new ActiveQueryFile(channel, path, slots);
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          "After a crash nobody will know which queries were running: " + path + ": " + e);
      return NONE;
    }
  }

  /** The JSON array of what had not finished, or empty if everything had or there is no file. */
  static Optional<String> unfinished(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      return Optional.empty();
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(MOST_BYTES);
    }
    byte[] text = new byte[bytes.length];
    int length = 0;
    for (byte b : bytes) {
      if (b != 0) {
        text[length++] = b;
      }
    }
    if (length <= 1) {
      return Optional.empty();
    }
    String array = new String(text, 0, length, StandardCharsets.UTF_8);
    return Optional.of(
        (array.endsWith(",") ? array.substring(0, array.length() - 1) : array) + "]");
  }

  /** Notes a query, and answers the slot it stands in. */
  int add(String query, long nowMillis) {
    FileChannel open = channel;
    if (open == null) {
      return NOWHERE;
    }
    Integer slot;
    synchronized (this) {
      slot = free.poll();
    }
    if (slot == null) {
      return NOWHERE;
    }
    put(open, slot, entry(query, nowMillis / 1000));
    return slot;
  }

  /** Forgets what stands in a slot. */
  void remove(int slot) {
    FileChannel open = channel;
    if (slot != NOWHERE && open != null) {
      put(open, slot, EMPTY);
      synchronized (this) {
        free.add(slot);
      }
    }
  }

  private static byte[] entry(String query, long seconds) {
    byte[] end = ("\",\"timestamp_sec\":" + seconds + "}").getBytes(StandardCharsets.US_ASCII);
    byte[] entry = Arrays.copyOf(BEGIN, SLOT_BYTES);
    int most = SLOT_BYTES - 1 - end.length;
    int size = BEGIN.length;
    for (int i = 0; i < query.length(); ) {
      int c = query.codePointAt(i);
      if (c >= ' ' && c < 0x7f && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&') {
        if (size == most) {
          break;
        }
        entry[size++] = (byte) c;
      } else {
        byte[] written = JsonText.escaped(c).getBytes(StandardCharsets.UTF_8);
        if (size + written.length > most) {
          break;
        }
        System.arraycopy(written, 0, entry, size, written.length);
        size += written.length;
      }
      i += Character.charCount(c);
    }
    System.arraycopy(end, 0, entry, size, end.length);
    entry[SLOT_BYTES - 1] = ',';
    return entry;
  }

  private void put(FileChannel open, int slot, byte[] entry) {
    try {
      write(open, entry, 1 + (long) slot * SLOT_BYTES);
    } catch (IOException e) {
      tellOnce(e);
    }
  }

  private static void write(FileChannel channel, byte[] bytes, long position) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer, position + buffer.position());
    }
  }

  private synchronized void tellOnce(IOException e) {
    if (!failing) {
      failing = true;
      LOG.log(Level.WARNING, "Running queries cannot be noted in " + path + ": " + e);
    }
  }

  @Override
  public void close() {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        LOG.log(Level.WARNING, path + " could not be closed: " + e);
      }
    }
  }
}
