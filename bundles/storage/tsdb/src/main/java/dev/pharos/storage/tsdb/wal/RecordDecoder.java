package dev.pharos.storage.tsdb.wal;

import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Metadata;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.Sample;
import dev.pharos.model.Utf8Order;
import java.util.TreeMap;

/**
 * Reads records and tells a {@link RecordVisitor} what they hold. Not safe for use by several
 * threads.
 */
public final class RecordDecoder {

  private static final int NO_START = 0;
  private static final int SAME_START = 1;

  /** Samples that are told at once. */
  private static final int COLUMN = 1024;

  private final long[] references = new long[COLUMN];
  private final long[] timestamps = new long[COLUMN];
  private final double[] values = new double[COLUMN];
  private final RecordReader in = new RecordReader();
  private final RecordVisitor visitor;

  public RecordDecoder(RecordVisitor visitor) {
    this.visitor = visitor;
  }

  /**
   * Reads one record.
   *
   * @throws DamagedRecordException if it is not whole; what came before the damage was told
   */
  public void decode(byte[] record, int length) throws DamagedRecordException {
    if (length > 0) {
      in.reset(record, length);
      decode();
    }
  }

  private void decode() throws DamagedRecordException {
    int type = in.takeByte();
    switch (type) {
      case RecordType.SERIES -> series();
      case RecordType.TOMBSTONES -> tombstones();
      case RecordType.EXEMPLARS -> exemplars();
      case RecordType.MAPPED -> mapped();
      case RecordType.METADATA -> metadata();
      case RecordType.SAMPLES -> values();
      case RecordType.HISTOGRAMS,
          RecordType.CUSTOM_HISTOGRAMS,
          RecordType.FLOAT_HISTOGRAMS,
          RecordType.CUSTOM_FLOAT_HISTOGRAMS ->
          samples(type);
      case RecordType.SAMPLES_WITH_START,
          RecordType.HISTOGRAMS_WITH_START,
          RecordType.FLOAT_HISTOGRAMS_WITH_START ->
          samplesWithStart(type);
      default -> {
        if (type == 0 || type > RecordType.LARGEST) {
          throw new DamagedRecordException(
              "a record of kind " + type + ", where those of later versions have a small number");
        }
        visitor.other(type);
      }
    }
  }

  private void series() throws DamagedRecordException {
    while (in.hasMore()) {
      long reference = in.takeLong();
      visitor.series(reference, takeLabels());
    }
  }

  private Labels takeLabels() throws DamagedRecordException {
    int count = in.takeCount(2);
    String[] pairs = new String[2 * count];
    boolean sorted = true;
    for (int i = 0; i < pairs.length; i += 2) {
      pairs[i] = in.takeText();
      pairs[i + 1] = in.takeText();
      sorted &= !pairs[i + 1].isEmpty() && (i == 0 || Utf8Order.order(pairs[i - 2], pairs[i]) < 0);
    }
    if (sorted) {
      return Labels.ofSorted(pairs);
    }
    TreeMap<String, String> map = new TreeMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return Labels.of(map);
  }

  private void tombstones() throws DamagedRecordException {
    while (in.hasMore()) {
      visitor.tombstone(in.takeLong(), in.takeSigned(), in.takeSigned());
    }
  }

  private void exemplars() throws DamagedRecordException {
    if (!in.hasMore()) {
      return;
    }
    long firstReference = in.takeLong();
    long firstMillis = in.takeLong();
    while (in.hasMore()) {
      long reference = firstReference + in.takeSigned();
      long timestamp = firstMillis + in.takeSigned();
      double value = in.takeDouble();
      visitor.exemplar(reference, new Exemplar(takeLabels(), value, timestamp));
    }
  }

  private void mapped() throws DamagedRecordException {
    while (in.hasMore()) {
      visitor.mapped(in.takeLong(), in.takeLong());
    }
  }

  private void metadata() throws DamagedRecordException {
    while (in.hasMore()) {
      long reference = in.takeUnsigned();
      int type = in.takeByte();
      String unit = "";
      String help = "";
      for (int fields = in.takeCount(2); fields > 0; fields--) {
        String name = in.takeText();
        String value = in.takeText();
        switch (name) {
          case "UNIT" -> unit = value;
          case "HELP" -> help = value;
          default -> {} // A field of a later version.
        }
      }
      visitor.metadata(reference, new Metadata(MetricTypes.of(type), help, unit));
    }
  }

  private void values() throws DamagedRecordException {
    if (!in.hasMore()) {
      return;
    }
    long firstReference = in.takeLong();
    long firstMillis = in.takeLong();
    while (in.hasMore()) {
      int size = 0;
      try {
        while (size < COLUMN && in.hasMore()) {
          references[size] = firstReference + in.takeSigned();
          timestamps[size] = firstMillis + in.takeSigned();
          values[size] = in.takeDouble();
          size++;
        }
      } finally {
        visitor.samples(references, timestamps, values, size);
      }
    }
  }

  private void samples(int type) throws DamagedRecordException {
    if (!in.hasMore()) {
      return;
    }
    long firstReference = in.takeLong();
    long firstMillis = in.takeLong();
    while (in.hasMore()) {
      long reference = firstReference + in.takeSigned();
      long timestamp = firstMillis + in.takeSigned();
      sample(type, reference, Sample.NO_START, timestamp);
    }
  }

  private void samplesWithStart(int type) throws DamagedRecordException {
    if (!in.hasMore()) {
      return;
    }
    long reference = in.takeSigned();
    long firstMillis = in.takeSigned();
    long firstStart = in.takeSigned();
    long start = firstStart;
    sample(type, reference, start, firstMillis);
    while (in.hasMore()) {
      reference += in.takeSigned();
      long timestamp = firstMillis + in.takeSigned();
      start =
          switch (in.takeByte()) {
            case NO_START -> Sample.NO_START;
            case SAME_START -> start;
            default -> firstStart + in.takeSigned();
          };
      sample(type, reference, start, timestamp);
    }
  }

  private void sample(int type, long reference, long start, long timestamp)
      throws DamagedRecordException {
    switch (type) {
      case RecordType.SAMPLES_WITH_START ->
          visitor.sample(reference, start, timestamp, in.takeDouble());
      case RecordType.HISTOGRAMS, RecordType.CUSTOM_HISTOGRAMS, RecordType.HISTOGRAMS_WITH_START ->
          visitor.histogram(reference, start, timestamp, takeCounts());
      default -> visitor.histogram(reference, start, timestamp, takeFloatCounts());
    }
  }

  private NativeHistogram takeCounts() throws DamagedRecordException {
    NativeHistogram.ResetHint hint = ResetHints.of(in.takeByte());
    int schema = (int) in.takeSigned();
    double zeroThreshold = in.takeDouble();
    long zeroCount = in.takeUnsigned();
    long count = in.takeUnsigned();
    double sum = in.takeDouble();
    NativeHistogram.Span[] positive = takeSpans();
    NativeHistogram.Span[] negative = takeSpans();
    long[] positiveCounts = takeSums();
    long[] negativeCounts = takeSums();
    return new NativeHistogram.Counts(
        hint,
        schema,
        zeroThreshold,
        zeroCount,
        count,
        sum,
        positive,
        positiveCounts,
        negative,
        negativeCounts,
        takeBounds(schema));
  }

  private NativeHistogram takeFloatCounts() throws DamagedRecordException {
    NativeHistogram.ResetHint hint = ResetHints.of(in.takeByte());
    int schema = (int) in.takeSigned();
    double zeroThreshold = in.takeDouble();
    double zeroCount = in.takeDouble();
    double count = in.takeDouble();
    double sum = in.takeDouble();
    NativeHistogram.Span[] positive = takeSpans();
    NativeHistogram.Span[] negative = takeSpans();
    double[] positiveCounts = takeDoubles();
    double[] negativeCounts = takeDoubles();
    return new NativeHistogram.FloatCounts(
        hint,
        schema,
        zeroThreshold,
        zeroCount,
        count,
        sum,
        positive,
        positiveCounts,
        negative,
        negativeCounts,
        takeBounds(schema));
  }

  private NativeHistogram.Span[] takeSpans() throws DamagedRecordException {
    NativeHistogram.Span[] spans = new NativeHistogram.Span[in.takeCount(2)];
    for (int i = 0; i < spans.length; i++) {
      spans[i] = new NativeHistogram.Span((int) in.takeSigned(), (int) in.takeUnsigned());
    }
    return spans;
  }

  private long[] takeSums() throws DamagedRecordException {
    long[] counts = new long[in.takeCount(1)];
    long sum = 0;
    for (int i = 0; i < counts.length; i++) {
      sum += in.takeSigned();
      counts[i] = sum;
    }
    return counts;
  }

  private double[] takeDoubles() throws DamagedRecordException {
    double[] values = new double[in.takeCount(Double.BYTES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.takeDouble();
    }
    return values;
  }

  private double[] takeBounds(int schema) throws DamagedRecordException {
    return schema == NativeHistogram.CUSTOM_BUCKETS_SCHEMA ? takeDoubles() : new double[0];
  }
}
