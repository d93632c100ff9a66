package dev.pharos.query.promql;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * An open query log: lines are handed over and written by a thread of its own, so that a slow or
 * full disk holds no query up. What finds no room, or cannot be written, is counted and told once.
 * Safe for use by several threads.
 */
final class QueryLogFile implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(QueryLogFile.class.getName());

  /** Lines that wait for the disk. */
  private static final int WAITING = 10_000;

  private static final int BATCH = 256;
  private static final Duration STOP = Duration.ofSeconds(2);

  private final Path path;
  private final FileChannel channel;
  private final IntConsumer lost;

  /** What is to be written; empty for the end. */
  private final BlockingQueue<Optional<QueryLogLine>> lines = new ArrayBlockingQueue<>(WAITING);

  private final Thread writer;
  private volatile boolean failing;

  /** Whether the last write broke off inside a line. Of the writing thread. */
  private boolean torn;

  /**
   * Opens a log at its end.
   *
   * @param lost is told how many lines could not be written
   */
  QueryLogFile(Path path, IntConsumer lost) throws IOException {
    this.path = path;
    this.lost = lost;
    this.channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    this.writer = Thread.ofVirtual().name("query-log").start(this::write);
  }

  void add(QueryLogLine line) {
    if (!lines.offer(Optional.of(line))) {
      lose(1, "more than " + WAITING + " lines wait for the disk");
    }
  }

  private void write() {
    List<Optional<QueryLogLine>> batch = new ArrayList<>(BATCH);
    boolean ended = false;
    while (!ended) {
      try {
        batch.add(lines.take());
        lines.drainTo(batch, BATCH - 1);
        ended = batch.removeIf(Optional::isEmpty);
        write(batch);
      } catch (InterruptedException | ClosedByInterruptException e) {
        // Closing, and the disk takes too long.
        lose(batch.size() + lines.size(), "the log was closed");
        return;
      } catch (IOException e) {
        lose(batch.size(), e.toString());
      }
      batch.clear();
    }
  }

  private void write(List<Optional<QueryLogLine>> batch) throws IOException {
    StringBuilder text = new StringBuilder(torn ? "\n" : "");
    for (Optional<QueryLogLine> line : batch) {
      line.ifPresent(one -> text.append(one.json()).append('\n'));
    }
    ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
      torn = bytes.hasRemaining();
    }
    failing = false;
  }

  private void lose(int count, String why) {
    lost.accept(count);
    if (!failing) {
      failing = true;
      LOG.log(
          Level.WARNING,
          "Queries are missing from the query log "
              + path
              + ": "
              + why
              + "; prometheus_engine_query_log_failures_total counts them");
    }
  }

  /** Ends the log after what was handed over has been written, or after a few seconds. */
  @Override
  public void close() {
    try {
      if (!lines.offer(Optional.empty(), STOP.toMillis(), TimeUnit.MILLISECONDS)
          || !writer.join(STOP)) {
        writer.interrupt();
      }
      channel.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "The query log " + path + " could not be closed: " + e);
    }
  }
}
