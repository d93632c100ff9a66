package dev.pharos.storage.tsdb.head;

import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.tsdb.chunk.Encoding;
import dev.pharos.storage.tsdb.chunkshead.HeadChunk;
import dev.pharos.storage.tsdb.chunkshead.HeadChunkFiles;
import dev.pharos.storage.tsdb.chunkshead.HeadChunks;
import java.io.IOException;
import java.util.function.Consumer;

/** Where full chunks go when they leave the heap. Safe for use by several threads. */
interface FullChunks {

  /** None at all: full chunks stay in the heap. */
  FullChunks NOWHERE =
      new FullChunks() {
        @Override
        public boolean takes() {
          return false;
        }

        @Override
        public long write(
            long series, long first, long last, Encoding kind, byte[] bytes, boolean late) {
          throw new UnsupportedOperationException("chunks stay in memory");
        }

        @Override
        public byte[] read(long reference, byte[] buffer) throws StorageException {
          throw new StorageException("there are no chunks on disk, so none is at " + reference);
        }

        @Override
        public int length(long reference) throws StorageException {
          throw new StorageException("there are no chunks on disk, so none is at " + reference);
        }

        @Override
        public int iterate(Consumer<HeadChunk> visitor) {
          return 0;
        }

        @Override
        public void truncateBefore(long millis, int firstFile) {}
      };

  /** Whether chunks can be written. */
  boolean takes();

  /** Writes a chunk; answers its reference. */
  long write(long series, long first, long last, Encoding kind, byte[] bytes, boolean late)
      throws IOException;

  /** Copies a chunk, as {@link dev.pharos.storage.tsdb.series.ChunkList#read} says. */
  byte[] read(long reference, byte[] buffer) throws StorageException;

  int length(long reference) throws StorageException;

  /** Tells the chunks that are there, as {@link HeadChunks#iterate} says; comes first. */
  int iterate(Consumer<HeadChunk> visitor) throws IOException;

  /**
   * Frees the room of chunks that end before an instant, as far as that is easy.
   *
   * @param firstFile the first file that is needed however old its chunks are
   */
  void truncateBefore(long millis, int firstFile) throws IOException;

  /** The files of a folder for one who only looks; all new chunks stay in the heap. */
  static FullChunks looking(HeadChunkFiles files) {
    return new FullChunks() {
      @Override
      public boolean takes() {
        return false;
      }

      @Override
      public long write(
          long series, long first, long last, Encoding kind, byte[] bytes, boolean late) {
        throw new UnsupportedOperationException("chunks stay in memory");
      }

      @Override
      public byte[] read(long reference, byte[] buffer) throws StorageException {
        return files.read(reference, buffer);
      }

      @Override
      public int length(long reference) throws StorageException {
        return files.length(reference);
      }

      @Override
      public int iterate(Consumer<HeadChunk> visitor) throws IOException {
        return files.iterate(visitor);
      }

      @Override
      public void truncateBefore(long millis, int firstFile) {}
    };
  }

  /** The files of a folder. */
  static FullChunks of(HeadChunks files) {
    return new FullChunks() {
      @Override
      public boolean takes() {
        return true;
      }

      @Override
      public long write(
          long series, long first, long last, Encoding kind, byte[] bytes, boolean late)
          throws IOException {
        return files.write(series, first, last, kind, bytes, bytes.length, late);
      }

      @Override
      public byte[] read(long reference, byte[] buffer) throws StorageException {
        return files.read(reference, buffer);
      }

      @Override
      public int length(long reference) throws StorageException {
        return files.length(reference);
      }

      @Override
      public int iterate(Consumer<HeadChunk> visitor) throws IOException {
        return files.iterate(visitor);
      }

      @Override
      public void truncateBefore(long millis, int firstFile) throws IOException {
        files.truncateBefore(millis, firstFile);
      }
    };
  }
}
