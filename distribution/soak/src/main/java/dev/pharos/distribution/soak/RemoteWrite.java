package dev.pharos.distribution.soak;

import dev.pharos.storage.testkit.WriteRequest;

/** The requests of remote write that one writer sends: a sample of each of its series at a step. */
final class RemoteWrite {

  private final byte[][] labels;
  private final Load load;
  private final int writer;

  /** Prepares the requests of a writer. */
  RemoteWrite(Load load, int writer) {
    this.load = load;
    this.writer = writer;
    this.labels = new byte[load.seriesEach()][];
    for (int series = 0; series < labels.length; series++) {
      labels[series] = WriteRequest.encoded(load.labels(writer, series));
    }
  }

  /** The request with a sample of each series at a step. */
  byte[] request(long step) {
    WriteRequest request = new WriteRequest();
    for (int i = 0; i < labels.length; i++) {
      request.series(labels[i]).sample(load.millis(step), load.value(writer, i, step));
    }
    return request.body();
  }
}
