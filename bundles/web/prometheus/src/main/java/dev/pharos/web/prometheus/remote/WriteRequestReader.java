package dev.pharos.web.prometheus.remote;

import static dev.pharos.web.prometheus.remote.WireReader.require;

import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Sample;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the message {@code prometheus.WriteRequest} of remote write 1.0.
 *
 * <p>Metadata are checked for their form and not told: they belong to families and not to series,
 * and the original keeps none of them either. Not safe for use by several threads. Allocates
 * nothing per series and value.
 */
final class WriteRequestReader {

  private static final int LABEL = (1 << 3) | WireReader.BYTES;

  /** Is told what a request holds, in its order. */
  interface Visitor {

    /**
     * A series begins; what follows is of it.
     *
     * @param from the first byte of its {@code Label} fields, which stay where they are until the
     *     next series
     * @param to the first byte behind them
     */
    void series(byte[] bytes, int from, int to) throws MalformedRequestException;

    void sample(long timestampMillis, double value)
        throws MalformedRequestException, RefusedSampleException;

    void histogram(Sample.Histogram histogram)
        throws MalformedRequestException, RefusedSampleException;

    void exemplar(Exemplar exemplar) throws MalformedRequestException;
  }

  private final WireReader in = new WireReader();
  private byte[] gathered = new byte[0];

  void read(byte[] bytes, int length, Visitor visitor)
      throws MalformedRequestException, RefusedSampleException {
    in.reset(bytes, 0, length);
    while (in.hasMore()) {
      int tag = in.tag();
      switch (tag >>> 3) {
        case 1 -> {
          require(tag, WireReader.BYTES, "Timeseries");
          int outer = in.enter();
          series(visitor);
          in.leave(outer);
        }
        case 3 -> {
          require(tag, WireReader.BYTES, "Metadata");
          int outer = in.enter();
          metadata();
          in.leave(outer);
        }
        default -> in.skip(tag);
      }
    }
  }

  private void series(Visitor visitor) throws MalformedRequestException, RefusedSampleException {
    int start = in.at();
    in.skipShort(LABEL);
    int behind = in.at();
    int tag = LABEL;
    while (in.hasMore() && (tag = in.tag()) == LABEL) {
      in.forward(in.length());
      behind = in.at();
    }
    if (tag != LABEL && hasLabelsBehind(tag)) {
      int size = gather(start); // Before its array is handed on, which may be a new one.
      visitor.series(gathered, 0, size);
    } else {
      visitor.series(in.bytes(), start, behind);
    }
    in.seek(behind);
    while (in.hasMore()) {
      field(visitor);
    }
  }

  /** Labels may stand behind samples, though no known sender puts them there. */
  private boolean hasLabelsBehind(int tag) throws MalformedRequestException {
    in.skip(tag);
    boolean found = false;
    while (in.hasMore()) {
      int next = in.tag();
      found |= next == LABEL;
      in.skip(next);
    }
    return found;
  }

  private int gather(int start) throws MalformedRequestException {
    in.seek(start);
    int size = 0;
    while (in.hasMore()) {
      int from = in.at();
      int tag = in.tag();
      in.skip(tag);
      if (tag == LABEL) {
        int length = in.at() - from;
        if (size + length > gathered.length) {
          gathered = Arrays.copyOf(gathered, 2 * (size + length));
        }
        System.arraycopy(in.bytes(), from, gathered, size, length);
        size += length;
      }
    }
    return size;
  }

  private void field(Visitor visitor) throws MalformedRequestException, RefusedSampleException {
    int tag = in.tag();
    switch (tag >>> 3) {
      case 1 -> {
        require(tag, WireReader.BYTES, "Labels");
        in.skip(tag);
      }
      case 2 -> {
        require(tag, WireReader.BYTES, "Samples");
        int outer = in.enter();
        sample(visitor);
        in.leave(outer);
      }
      case 3 -> {
        require(tag, WireReader.BYTES, "Exemplars");
        int outer = in.enter();
        exemplar(visitor);
        in.leave(outer);
      }
      case 4 -> {
        require(tag, WireReader.BYTES, "Histograms");
        int outer = in.enter();
        Sample.Histogram histogram = HistogramReader.read(in);
        in.leave(outer);
        visitor.histogram(histogram);
      }
      default -> in.skip(tag);
    }
  }

  private void sample(Visitor visitor) throws MalformedRequestException, RefusedSampleException {
    double value = 0;
    long timestampMillis = 0;
    while (in.hasMore()) {
      int tag = in.tag();
      switch (tag) {
        case (1 << 3) | WireReader.FIXED64 -> value = in.float64();
        case (2 << 3) | WireReader.VARINT -> timestampMillis = in.varint();
        default -> {
          if (tag >>> 3 <= 2) {
            throw WireReader.wrongType(tag, tag >>> 3 == 1 ? "Value" : "Timestamp");
          }
          in.skip(tag);
        }
      }
    }
    visitor.sample(timestampMillis, value);
  }

  private void exemplar(Visitor visitor) throws MalformedRequestException {
    Map<String, String> labels = new TreeMap<>();
    double value = 0;
    long timestampMillis = 0;
    boolean valid = true;
    while (in.hasMore()) {
      int tag = in.tag();
      switch (tag >>> 3) {
        case 1 -> {
          require(tag, WireReader.BYTES, "Labels");
          try {
            LabelsReader.label(in, labels);
          } catch (InvalidLabelsException e) {
            valid = false;
          }
        }
        case 2 -> {
          require(tag, WireReader.FIXED64, "Value");
          value = in.float64();
        }
        case 3 -> {
          require(tag, WireReader.VARINT, "Timestamp");
          timestampMillis = in.varint();
        }
        default -> in.skip(tag);
      }
    }
    if (valid) {
      visitor.exemplar(new Exemplar(Labels.of(labels), value, timestampMillis));
    }
  }

  private void metadata() throws MalformedRequestException {
    while (in.hasMore()) {
      in.skip(in.tag());
    }
  }
}
