package dev.pharos.web.prometheus.remote;

import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SampleWriter;
import dev.pharos.storage.api.StorageException;
import dev.pharos.web.prometheus.remote.WriteBuffers.Buffers;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Takes requests of remote write 1.0.
 *
 * <p>A request becomes one batch: it is kept as a whole or not at all. Answers are those of the
 * original. Safe for use by several threads.
 */
public final class WriteReceiver {

  /**
   * What is answered.
   *
   * @param status of HTTP
   * @param text why, for all but 204
   */
  public record Reply(int status, String text) {
    static final Reply DONE = new Reply(204, "");
  }

  /** The longest request, unpacked: the original's senders are held to it, too. */
  static final int MAX_UNPACKED_BYTES = 32 << 20;

  private static final System.Logger LOG = System.getLogger(WriteReceiver.class.getName());
  private static final long LOG_PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

  private final WriteMetrics metrics;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final long[] hashKeys = SeriesHash.keys(new SecureRandom());
  private final SeriesCache cache;
  private final WriteBuffers buffers;
  private final RareLine invalidLabels = new RareLine();

  /** One line a minute at most, with the count of what was not told. */
  private static final class RareLine {
    private boolean told;
    private long toldNanos;
    private long count;

    synchronized long count(long more, long nowNanos) {
      count += more;
      if (told && nowNanos - toldNanos < LOG_PAUSE_NANOS) {
        return 0;
      }
      told = true;
      toldNanos = nowNanos;
      long all = count;
      count = 0;
      return all;
    }
  }

  /** A receiver whose memory is bounded by shares of the heap. */
  public static WriteReceiver create(WriteMetrics metrics) {
    long heap = Runtime.getRuntime().maxMemory();
    return new WriteReceiver(
        metrics,
        InstantSource.system(),
        System::nanoTime,
        heap / 32,
        Math.max(2L * MAX_UNPACKED_BYTES, heap / 8));
  }

  WriteReceiver(
      WriteMetrics metrics,
      InstantSource clock,
      LongSupplier nanoTime,
      long maxCacheBytes,
      long maxBufferBytes) {
    this.metrics = metrics;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.cache = new SeriesCache(maxCacheBytes, nanoTime.getAsLong());
    this.buffers = new WriteBuffers(maxBufferBytes);
    metrics.cachedSeries(cache::size);
  }

  /**
   * Reads a request and writes what it holds.
   *
   * @param contentType as the sender told it; empty if it did not
   * @param contentEncoding likewise
   * @param contentLength bytes of the body, or -1 if they are not known
   * @param body read to its end, unless the request is refused before
   * @throws IOException if the body could not be read
   */
  public Reply receive(
      SampleWriter writer,
      String contentType,
      String contentEncoding,
      long contentLength,
      InputStream body)
      throws IOException {
    String unsupported = WriteHeaders.unsupported(contentType, contentEncoding);
    if (!unsupported.isEmpty()) {
      return new Reply(415, unsupported);
    }
    Buffers taken = buffers.take();
    try {
      return receive(writer, contentLength, body, taken);
    } catch (MalformedRequestException e) {
      return new Reply(400, String.valueOf(e.getMessage()));
    } finally {
      buffers.giveBack(taken);
    }
  }

  private Reply receive(SampleWriter writer, long contentLength, InputStream body, Buffers taken)
      throws IOException, MalformedRequestException {
    int read = body.readNBytes(taken.packed, 0, SnappyBlock.MAX_PREAMBLE_BYTES);
    long unpacked = SnappyBlock.length(taken.packed, read);
    if (unpacked > MAX_UNPACKED_BYTES) {
      throw new MalformedRequestException(
          "snappy: decoded block is too large: "
              + unpacked
              + " bytes, at most "
              + MAX_UNPACKED_BYTES
              + " are taken");
    }
    long maxPacked = SnappyBlock.maxPackedLength(unpacked);
    if (contentLength > maxPacked) {
      throw SnappyBlock.corrupt();
    }
    int reserved = reserve(unpacked + (contentLength < 0 ? maxPacked : contentLength));
    if (reserved == 0) {
      return new Reply(503, "too many remote write requests at a time; try again");
    }
    try {
      int packed = readAll(body, taken, read, (int) maxPacked);
      if (taken.unpacked.length < unpacked) {
        taken.unpacked = new byte[(int) unpacked];
      }
      new SnappyBlock().unpack(taken.packed, packed, taken.unpacked, (int) unpacked);
      return write(writer, taken.unpacked, (int) unpacked);
    } finally {
      buffers.release(reserved);
    }
  }

  private int reserve(long bytes) throws IOException {
    try {
      return buffers.reserve(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for memory", e);
    }
  }

  private static int readAll(InputStream body, Buffers taken, int already, int max)
      throws IOException, MalformedRequestException {
    int size = already;
    while (true) {
      if (size == taken.packed.length) {
        taken.packed = Arrays.copyOf(taken.packed, 2 * size);
      }
      int more = body.read(taken.packed, size, taken.packed.length - size);
      if (more < 0) {
        return size;
      }
      size += more;
      if (size > max) {
        throw SnappyBlock.corrupt();
      }
    }
  }

  private Reply write(SampleWriter writer, byte[] request, int length)
      throws MalformedRequestException {
    cache.tick(nanoTime.getAsLong());
    try (SampleBatch batch = writer.begin()) {
      RequestAppender appender =
          new RequestAppender(cache, SeriesHash.with(hashKeys), batch, clock.millis());
      new WriteRequestReader().read(request, length, appender);
      batch.commit();
      return reply(appender);
    } catch (RefusedSampleException e) {
      return new Reply(400, String.valueOf(e.getMessage()));
    } catch (StorageException e) {
      return new Reply(500, String.valueOf(e.getMessage()));
    }
  }

  private Reply reply(RequestAppender appender) {
    metrics.appended(appender.appended());
    if (appender.invalid() > 0) {
      metrics.invalid(appender.invalid());
      long count = invalidLabels.count(appender.invalid(), nanoTime.getAsLong());
      if (count > 0) {
        LOG.log(
            Level.WARNING,
            "Left out {0} samples of remote write whose series has invalid labels",
            count);
        LOG.log(Level.DEBUG, "The first of them: {0}", appender.firstInvalid());
      }
    }
    return appender.withoutRoom() == 0
        ? Reply.DONE
        : new Reply(
            400,
            appender.withoutRoom()
                + " samples of new series were left out: the storage has reached its limit of"
                + " series. The others were written");
  }
}
