package dev.pharos.storage.tsdb.wal;

import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Metadata;
import dev.pharos.model.NativeHistogram;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Makes a damaged segment readable for everybody again.
 *
 * <p>A tail that a killed process left half written is cut off. Where bytes went bad in the middle,
 * the records that can be read are written anew, and the file as it was is put aside.
 */
public final class Repair {

  private static final System.Logger LOG = System.getLogger(Repair.class.getName());

  private Repair() {}

  /** Cuts off what stands behind the last whole record. */
  public static void cutTail(Path segment, long end) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
      LOG.log(
          Level.INFO,
          "Cut {0} bytes of an unfinished write from the end of {1}; nothing that was acknowledged"
              + " is lost",
          file.length() - end,
          segment);
      file.setLength(end);
      file.getFD().sync();
    }
  }

  /**
   * Replaces a segment by one with the records that can be read.
   *
   * @param aside folder for the damaged file; made if it is not there
   */
  public static void rewrite(Path segment, List<Damage> damages, Path aside) throws IOException {
    Files.createDirectories(aside);
    Path kept =
        aside.resolve(segment.getFileName() + "." + Files.getLastModifiedTime(segment).toMillis());
    Path draftDir = Files.createTempDirectory(aside, "repair");
    int number = Integer.parseInt(segment.getFileName().toString());
    try (WriteLog out = WriteLog.open(draftDir, number, Long.MAX_VALUE, LogCompression.SNAPPY);
        SegmentReader in = new SegmentReader(segment, 0, Long.MAX_VALUE, damage -> {})) {
      RecordBuffer buffer = new RecordBuffer();
      RecordDecoder decoder = new RecordDecoder(new NobodyAsked());
      while (in.next()) {
        try {
          decoder.decode(in.record(), in.length());
        } catch (DamagedRecordException e) {
          continue; // It would be damage to whoever reads the segment next.
        }
        buffer.clear();
        for (int i = 0; i < in.length(); i++) {
          buffer.putByte(in.record()[i]);
        }
        buffer.end();
        out.append(buffer);
      }
    }
    Files.move(segment, kept, StandardCopyOption.REPLACE_EXISTING);
    Files.move(Segments.file(draftDir, number), segment, StandardCopyOption.ATOMIC_MOVE);
    Files.delete(draftDir);
    LOG.log(
        Level.WARNING,
        damages.getFirst()
            + (damages.size() == 1 ? "" : ", and in " + (damages.size() - 1) + " more places")
            + ". Samples that stood there are lost, all other records were read; the damaged file is"
            + " kept as "
            + kept
            + ", delete it when nobody wants to look at it");
  }

  /** Lets a record be decoded only to see whether it can be. */
  private static final class NobodyAsked implements RecordVisitor {

    @Override
    public void series(long reference, Labels labels) {}

    @Override
    public void sample(long reference, long startMillis, long timestampMillis, double value) {}

    @Override
    public void histogram(
        long reference, long startMillis, long timestampMillis, NativeHistogram histogram) {}

    @Override
    public void tombstone(long reference, long firstMillis, long lastMillis) {}

    @Override
    public void exemplar(long reference, Exemplar exemplar) {}

    @Override
    public void metadata(long reference, Metadata metadata) {}
  }
}
