package dev.pharos.storage.tsdb.wal;

import io.airlift.compress.v3.Compressor;
import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import io.airlift.compress.v3.zstd.ZstdJavaCompressor;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compresses record after record into the same array. Not safe for use by several threads. */
final class RecordCompressor {

  private final LogCompression compression;
  private final @Nullable Compressor compressor;
  private byte[] compressed = new byte[0];

  RecordCompressor(LogCompression compression) {
    this.compression = compression;
    this.compressor =
        switch (compression) {
          case NONE -> null;
          case SNAPPY -> new SnappyJavaCompressor();
          case ZSTD -> new ZstdJavaCompressor();
        };
  }

  LogCompression compression() {
    return compression;
  }

  /**
   * Compresses a record.
   *
   * @return bytes in {@link #compressed}, or 0 if it does not get smaller
   */
  int compress(byte[] bytes, int start, int length) {
    if (compression == LogCompression.NONE || length == 0) {
      return 0;
    }
    Compressor chosen = Objects.requireNonNull(compressor);
    int most = chosen.maxCompressedLength(length);
    if (compressed.length < most) {
      compressed = new byte[most];
    }
    int size = chosen.compress(bytes, start, length, compressed, 0, most);
    return size < length ? size : 0;
  }

  byte[] compressed() {
    return compressed;
  }
}
