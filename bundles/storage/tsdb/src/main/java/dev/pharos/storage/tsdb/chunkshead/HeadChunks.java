package dev.pharos.storage.tsdb.chunkshead;

import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.tsdb.chunk.Encoding;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The full chunks of the head, in the files of {@code chunks_head}.
 *
 * <p>A chunk is known by its reference, the number of its file in the upper half and its place in
 * it in the lower. Chunks are gathered in a buffer before they are written, and can be read at once
 * all the same. A process that is killed loses what was in the buffer: the log still has those
 * samples. Written files are read through mappings, which end when a file is deleted or this is
 * closed.
 *
 * <p>{@link #iterate} comes first, while nobody else uses this. After that, any thread may read,
 * and one at a time writes or truncates; each waits for others to finish.
 */
public final class HeadChunks implements Closeable {

  private static final System.Logger LOG = System.getLogger(HeadChunks.class.getName());

  /** Bytes of a file at most. */
  public static final int FILE_BYTES = 128 * 1024 * 1024;

  private static final int BUFFER_BYTES = 256 * 1024;

  private final Path dir;
  private final int fileBytes;
  private final int bufferBytes;
  private final ReentrantLock writing = new ReentrantLock();
  private final CRC32C checksum = new CRC32C();

  /** Whoever reads a mapping or the buffer shares it; whoever changes them has it alone. */
  private final ReentrantReadWriteLock structure = new ReentrantReadWriteLock();

  private final NavigableMap<Integer, ChunkFile> files;
  private @Nullable ChunkAppender current;
  private int lastFile;
  private boolean closed;

  private HeadChunks(Path dir, NavigableMap<Integer, ChunkFile> files, int fileBytes, int buffer) {
    this.dir = dir;
    this.files = files;
    this.fileBytes = fileBytes;
    this.bufferBytes = buffer;
    this.lastFile = files.isEmpty() ? 0 : files.lastKey();
  }

  /** Finds the files of a folder, which is made if it is not there. */
  public static HeadChunks open(Path dir) throws IOException {
    return open(dir, FILE_BYTES, BUFFER_BYTES);
  }

  /** The same with files and a buffer of other sizes: for tests. */
  static HeadChunks open(Path dir, int fileBytes, int bufferBytes) throws IOException {
    Files.createDirectories(dir);
    NavigableMap<Integer, ChunkFile> files = new TreeMap<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(dir)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (name.matches("[0-9]{6,9}") && Files.isRegularFile(entry)) {
          ChunkFile file = new ChunkFile(dir, Integer.parseInt(name));
          files.put(file.number(), file);
        }
      }
    }
    return new HeadChunks(dir, files, fileBytes, bufferBytes);
  }

  /** The number of the file that a chunk is in. */
  public static int file(long reference) {
    return (int) (reference >>> 32);
  }

  // At the start

  /**
   * Tells all chunks in the order in which they were written.
   *
   * <p>A file that is damaged is cut where the damage begins, and those behind it are deleted, so
   * that of each series what was written first is there without a gap. The log has the samples that
   * go this way.
   *
   * @return how many damages were found
   */
  public int iterate(Consumer<HeadChunk> visitor) throws IOException {
    int expected = files.isEmpty() ? 0 : files.firstKey();
    for (ChunkFile file : List.copyOf(files.values())) {
      if (file.number() != expected) {
        dropFrom(file.number());
        LOG.log(
            Level.WARNING,
            "{0} is missing in {1}; the files behind it are deleted, and the log is asked for their"
                + " samples",
            new ChunkFile(dir, expected).path().getFileName(),
            dir);
        return 1;
      }
      expected++;
      if (!iterate(file, visitor)) {
        return 1;
      }
    }
    return 0;
  }

  private boolean iterate(ChunkFile file, Consumer<HeadChunk> visitor) throws IOException {
    long at = 0;
    try {
      ChunkView view = new ChunkView(file.map());
      if (file.mapped().byteSize() == 0 && file.number() == lastFile) {
        dropFrom(file.number()); // The process was killed before it could write the header.
        return true;
      }
      String header = headerFault(file);
      if (header != null) {
        return repair(file, 0, header);
      }
      at = scan(file, visitor);
      long size = file.mapped().byteSize();
      while (at < size && !view.isEnd(at)) {
        ChunkView.Fault fault = view.check(at);
        if (fault != null) {
          boolean torn = file.number() == lastFile && view.isTorn(at);
          return torn
              ? cutTorn(file, at)
              : repair(file, at, "found " + fault.found() + ", expected " + fault.expected());
        }
        HeadChunk chunk = view.chunk((long) file.number() << 32 | at);
        file.holds(chunk.maxMillis());
        visitor.accept(chunk);
        at = view.end();
      }
      return true;
    } catch (InternalError e) {
      return repair(file, at, "the bytes behind cannot be read from the disk");
    }
  }

  /** Tells the chunks up to the first that needs a closer look; answers where that is. */
  private static long scan(ChunkFile file, Consumer<HeadChunk> visitor) {
    long at = ChunkFormat.FILE_HEADER;
    try (ChunkScan scan = new ChunkScan(file.path())) {
      while (true) {
        HeadChunk chunk = scan.chunk(at, (long) file.number() << 32);
        if (chunk == null) {
          return at;
        }
        file.holds(chunk.maxMillis());
        visitor.accept(chunk);
        at = scan.end();
      }
    } catch (IOException e) {
      return at; // What is wrong shows when that is read again.
    }
  }

  static @Nullable String headerFault(ChunkFile file) {
    byte[] expected = ChunkFormat.fileHeader();
    byte[] found = new byte[(int) Math.min(5, file.mapped().byteSize())];
    file.mapped().asByteBuffer().get(found);
    for (int i = 0; i < 5; i++) {
      if (i >= found.length) {
        return "the file has " + found.length + " bytes, a header takes 8";
      }
      if (found[i] != expected[i]) {
        return "found 0x%02x at byte %d of the header, expected 0x%02x"
            .formatted(found[i], i, expected[i]);
      }
    }
    return null;
  }

  /** What a killed process left half written is no damage. */
  private boolean cutTorn(ChunkFile file, long at) throws IOException {
    LOG.log(
        Level.INFO,
        "Cut a chunk whose writing was cut short from the end of {0}; the log has its samples",
        file.path());
    cut(file, at);
    return true;
  }

  private boolean repair(ChunkFile file, long at, String what) throws IOException {
    int behind = files.tailMap(file.number(), false).size();
    LOG.log(
        Level.WARNING,
        file.path()
            + " is damaged at byte "
            + at
            + ": "
            + what
            + ". What follows in it is cut off"
            + (behind == 0 ? "" : ", " + behind + " later files are deleted")
            + ", and the log is asked for the samples that were there");
    dropFrom(file.number() + 1);
    if (at <= ChunkFormat.FILE_HEADER) {
      dropFrom(file.number());
    } else {
      cut(file, at);
    }
    return false;
  }

  private static void cut(ChunkFile file, long at) throws IOException {
    file.unmap();
    try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.WRITE)) {
      channel.truncate(at).force(true);
    }
  }

  /** Deletes files, the last first: whatever happens meanwhile, there is no gap. */
  private void dropFrom(int number) throws IOException {
    for (ChunkFile file : List.copyOf(files.tailMap(number, true).descendingMap().values())) {
      file.delete();
      files.remove(file.number());
    }
    lastFile = files.isEmpty() ? 0 : files.lastKey();
  }

  // Writing

  /**
   * Adds a chunk.
   *
   * @param seriesReference the series, as the log calls it
   * @param bytes its data, from the two bytes of the sample count on
   * @param outOfOrder whether its samples came out of order
   * @return its reference
   * @throws IOException if neither the buffer nor the file has room for it; the chunks before are
   *     there all the same
   */
  public long write(
      long seriesReference,
      long minMillis,
      long maxMillis,
      Encoding encoding,
      byte[] bytes,
      int length,
      boolean outOfOrder)
      throws IOException {
    writing.lock();
    try {
      int size = ChunkFormat.size(length);
      ChunkAppender appender = appender(size);
      long reference = (long) appender.chunkFile().number() << 32 | appender.size();
      int code = ChunkFormat.code(encoding, outOfOrder);
      int end =
          ChunkFormat.put(
              appender.buffer(),
              appender.filled(),
              seriesReference,
              minMillis,
              maxMillis,
              code,
              bytes,
              length,
              checksum);
      exclusively(
          () -> {
            appender.filled(end);
            appender.chunkFile().holds(maxMillis);
          });
      return reference;
    } finally {
      writing.unlock();
    }
  }

  /** Where a chunk of that size goes; with room for it. */
  private ChunkAppender appender(int size) throws IOException {
    requireOpen();
    ChunkAppender appender = current;
    if (appender == null || appender.size() + size > fileBytes) {
      return next(size);
    }
    if (!appender.hasRoomFor(size)) {
      flush(appender);
      exclusively(() -> appender.grow(size));
    }
    return appender;
  }

  private ChunkAppender next(int size) throws IOException {
    endCurrent();
    ChunkAppender made =
        ChunkAppender.create(new ChunkFile(dir, lastFile + 1), Math.max(bufferBytes, size));
    exclusively(
        () -> {
          lastFile++;
          files.put(lastFile, made.chunkFile());
          current = made;
        });
    return made;
  }

  private void endCurrent() throws IOException {
    ChunkAppender full = current;
    if (full != null) {
      flush(full);
      exclusively(() -> current = null);
      full.closeBehind();
    }
  }

  private void flush(ChunkAppender appender) throws IOException {
    if (appender.filled() > 0) {
      appender.write();
      exclusively(appender::wrote);
    }
  }

  /** Writes what is in the buffer. */
  public void flush() throws IOException {
    writing.lock();
    try {
      ChunkAppender appender = current;
      if (appender != null) {
        flush(appender);
      }
    } finally {
      writing.unlock();
    }
  }

  private void exclusively(Runnable change) {
    structure.writeLock().lock();
    try {
      change.run();
    } finally {
      structure.writeLock().unlock();
    }
  }

  private void requireOpen() throws StorageException {
    if (closed) {
      throw new StorageException("the chunks in " + dir + " have been closed");
    }
  }

  // Reading

  /**
   * Copies the data of a chunk, from the two bytes of its sample count on.
   *
   * @param buffer takes the bytes if it is large enough
   * @return {@code buffer}, or a larger array in its place
   * @throws StorageException if there is no such chunk or it is damaged
   */
  public byte[] read(long reference, byte[] buffer) throws StorageException {
    return look(reference, view -> view.copy(buffer));
  }

  /** Bytes of a chunk's data. */
  public int length(long reference) throws StorageException {
    return look(reference, ChunkView::length);
  }

  private interface Look<T> {
    T at(ChunkView chunk);
  }

  private <T> T look(long reference, Look<T> look) throws StorageException {
    structure.readLock().lock();
    try {
      ChunkFile file = find(reference);
      T found = lookUp(file, reference, look);
      if (found != null) {
        return found;
      }
    } finally {
      structure.readLock().unlock();
    }
    structure.writeLock().lock();
    try {
      ChunkFile file = find(reference);
      remap(file);
      T found = lookUp(file, reference, look);
      if (found == null) {
        throw damaged(file, reference, file.mapped().byteSize() + " bytes", "more");
      }
      return found;
    } finally {
      structure.writeLock().unlock();
    }
  }

  private ChunkFile find(long reference) throws StorageException {
    requireOpen();
    ChunkFile file = files.get(file(reference));
    if (file == null) {
      throw new StorageException(
          "there is no file %06d in %s, where a chunk should be at byte %d"
              .formatted(file(reference), dir, place(reference)));
    }
    return file;
  }

  private static long place(long reference) {
    return reference & 0xffffffffL;
  }

  private static void remap(ChunkFile file) throws StorageException {
    try {
      file.map();
    } catch (IOException e) {
      throw new StorageException("cannot map " + file.path() + ": " + e.getMessage(), e);
    }
  }

  /** Null if the mapping does not reach there. */
  private <T> @Nullable T lookUp(ChunkFile file, long reference, Look<T> look)
      throws StorageException {
    long place = place(reference);
    if (place < ChunkFormat.FILE_HEADER) {
      throw damaged(file, reference, "the header of the file", "a chunk");
    }
    ChunkAppender appender = current;
    ChunkView view;
    long at;
    if (appender != null && appender.chunkFile() == file && place >= appender.written()) {
      view = new ChunkView(appender.buffered());
      at = place - appender.written();
    } else if (place < file.mapped().byteSize()) {
      view = new ChunkView(file.mapped());
      at = place;
    } else {
      return null;
    }
    try {
      ChunkView.Fault fault = view.check(at);
      if (fault != null) {
        throw damaged(file, reference, fault.found(), fault.expected());
      }
      return look.at(view);
    } catch (InternalError e) {
      throw damaged(file, reference, "bytes that the disk does not give", "a chunk");
    }
  }

  private static StorageException damaged(
      ChunkFile file, long reference, String found, String expected) {
    return new StorageException(
        file.path()
            + " is damaged at byte "
            + place(reference)
            + ": found "
            + found
            + ", expected "
            + expected
            + ". A restart drops the chunk and takes its samples from the log");
  }

  // Deleting

  /**
   * Deletes the files before one, and lets the next chunk begin a new file, so that this one can go
   * too some day.
   *
   * @param firstNeeded number of the first file that a chunk is needed of
   */
  public void truncate(int firstNeeded) throws IOException {
    writing.lock();
    try {
      requireOpen();
      endCurrent();
      List<ChunkFile> unneeded = new ArrayList<>();
      exclusively(
          () -> {
            NavigableMap<Integer, ChunkFile> before = files.headMap(firstNeeded, false);
            unneeded.addAll(before.values());
            before.clear();
            unneeded.forEach(ChunkFile::unmap);
          });
      for (ChunkFile file : unneeded) {
        file.delete();
      }
    } finally {
      writing.unlock();
    }
  }

  /**
   * Deletes files from the first on, as long as all their samples are before an instant.
   *
   * @param firstHeld the first file that stays however old its samples are
   */
  public void truncateBefore(long millis, int firstHeld) throws IOException {
    int firstNeeded = Math.min(lastFile + 1, firstHeld);
    structure.readLock().lock();
    try {
      for (ChunkFile file : files.values()) {
        if (file.maxMillis() >= millis) {
          firstNeeded = Math.min(file.number(), firstNeeded);
          break;
        }
      }
    } finally {
      structure.readLock().unlock();
    }
    truncate(firstNeeded);
  }

  /** Bytes of all files. */
  public long bytes() {
    structure.readLock().lock();
    try {
      long sum = 0;
      for (ChunkFile file : files.values()) {
        sum += file.path().toFile().length();
      }
      return sum;
    } finally {
      structure.readLock().unlock();
    }
  }

  /** Writes and forces everything to the disk, and ends all mappings. */
  @Override
  public void close() throws IOException {
    writing.lock();
    try {
      if (closed) {
        return;
      }
      ChunkAppender last = current;
      try {
        closeFile(last);
      } finally {
        exclusively(
            () -> {
              closed = true;
              files.values().forEach(ChunkFile::unmap);
            });
      }
    } finally {
      writing.unlock();
    }
  }

  private void closeFile(@Nullable ChunkAppender last) throws IOException {
    if (last != null) {
      try {
        flush(last);
      } finally {
        last.close();
      }
    }
  }
}
