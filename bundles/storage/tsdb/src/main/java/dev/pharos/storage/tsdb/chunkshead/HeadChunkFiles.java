package dev.pharos.storage.tsdb.chunkshead;

import dev.pharos.storage.api.StorageException;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The files of {@code chunks_head} for those that only look: nothing is cut, deleted or written.
 *
 * <p>Not safe for use by several threads.
 */
public final class HeadChunkFiles implements Closeable {

  /** Takes what stands in the files. */
  public interface Visitor {

    void chunk(HeadChunk chunk);

    /**
     * A file, or the rest of it from a byte on, holds no chunks.
     *
     * @param torn whether the last file just ends too early, as it does when a process is killed
     */
    void damaged(Path file, long at, String fault, boolean torn);
  }

  private static final System.Logger LOG = System.getLogger(HeadChunkFiles.class.getName());

  private final Path dir;
  private final NavigableMap<Integer, ChunkFile> files = new TreeMap<>();

  private HeadChunkFiles(Path dir) {
    this.dir = dir;
  }

  /** The files of a folder; none if it is not there. */
  public static HeadChunkFiles open(Path dir) throws IOException {
    HeadChunkFiles opened = new HeadChunkFiles(dir);
    if (Files.isDirectory(dir)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(dir)) {
        for (Path entry : entries) {
          String name = entry.getFileName().toString();
          if (name.matches("[0-9]{6,9}") && Files.isRegularFile(entry)) {
            ChunkFile file = new ChunkFile(dir, Integer.parseInt(name));
            opened.files.put(file.number(), file);
          }
        }
      }
    }
    return opened;
  }

  /** Tells all chunks in the order in which they were written, each checked. */
  public void visit(Visitor visitor) throws IOException {
    int expected = files.isEmpty() ? 0 : files.firstKey();
    for (ChunkFile file : files.values()) {
      for (; expected < file.number(); expected++) {
        visitor.damaged(
            new ChunkFile(dir, expected).path(), 0, "this file is missing between others", false);
      }
      expected++;
      visit(file, visitor);
    }
  }

  private void visit(ChunkFile file, Visitor visitor) throws IOException {
    boolean last = file.number() == files.lastKey();
    long at = 0;
    try {
      ChunkView view = new ChunkView(file.map());
      long size = file.mapped().byteSize();
      String header = size == 0 && last ? null : HeadChunks.headerFault(file);
      if (header != null) {
        visitor.damaged(file.path(), 0, header, false);
        return;
      }
      at = ChunkFormat.FILE_HEADER;
      while (at < size && !view.isEnd(at)) {
        ChunkView.Fault fault = view.check(at);
        if (fault != null) {
          visitor.damaged(
              file.path(),
              at,
              "found " + fault.found() + ", expected " + fault.expected(),
              last && view.isTorn(at));
          return;
        }
        visitor.chunk(view.chunk((long) file.number() << 32 | at));
        at = view.end();
      }
    } catch (InternalError e) {
      visitor.damaged(file.path(), at, "the bytes behind cannot be read from the disk", false);
    }
  }

  /** The file that a chunk is in. */
  public Path file(HeadChunk chunk) {
    return new ChunkFile(dir, HeadChunks.file(chunk.reference())).path();
  }

  /**
   * Tells the chunks up to the first damage, as a server that starts takes them; the log has the
   * samples of the others.
   *
   * @return how many damages there were
   */
  public int iterate(Consumer<HeadChunk> visitor) throws IOException {
    int[] damages = new int[1];
    visit(
        new Visitor() {
          @Override
          public void chunk(HeadChunk chunk) {
            if (damages[0] == 0) {
              visitor.accept(chunk);
            }
          }

          @Override
          public void damaged(Path file, long at, String fault, boolean torn) {
            if (!torn) {
              damages[0]++;
              LOG.log(Level.WARNING, "{0} is damaged at byte {1}: {2}", file, at, fault);
            }
          }
        });
    return damages[0];
  }

  /** Copies the data of a chunk, from the two bytes of its sample count on. */
  public byte[] read(HeadChunk chunk, byte[] buffer) throws StorageException {
    return read(chunk.reference(), buffer);
  }

  /** The same by the reference of the chunk. */
  public byte[] read(long reference, byte[] buffer) throws StorageException {
    return checked(reference).copy(buffer);
  }

  /** Bytes of the data of a chunk. */
  public int length(long reference) throws StorageException {
    return checked(reference).length();
  }

  private ChunkView checked(long reference) throws StorageException {
    ChunkFile file = files.get(HeadChunks.file(reference));
    long at = reference & 0xffffffffL;
    String fault;
    try {
      ChunkView view = file == null ? null : new ChunkView(file.mapped());
      ChunkView.@Nullable Fault found = view == null ? null : view.check(at);
      if (view != null && found == null) {
        return view;
      }
      fault = found == null ? "no such file" : found.found() + ", expected " + found.expected();
    } catch (InternalError e) {
      fault = "bytes that the disk does not give";
    }
    Path path = new ChunkFile(dir, HeadChunks.file(reference)).path();
    throw new StorageException(path + " changed at byte " + at + ": found " + fault);
  }

  @Override
  public void close() {
    files.values().forEach(ChunkFile::unmap);
  }
}
