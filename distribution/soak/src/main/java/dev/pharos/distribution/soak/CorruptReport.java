package dev.pharos.distribution.soak;

import dev.pharos.storage.tsdb.wal.SegmentReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What came of each damage, counted by sort of file. */
final class CorruptReport {

  private static final int SHOWN = 12;

  // Bytes of files of chunks_head: before the first chunk, before a chunk's length, behind its
  // data.
  private static final int FILE_HEADER = 8;
  private static final int CHUNK_HEADER = 25;
  private static final int CHECKSUM = 4;

  /** Counts of one sort of file and one kind of damage. */
  private static final class Row {
    private int cases;
    private int told;
    private int silent;
    private int listed;
    private int lossy;
    private long most;
    private long slowestMillis;
  }

  private final Map<String, Row> rows = new TreeMap<>();
  private final Map<String, List<String>> unnoticed = new TreeMap<>();
  private final List<String> faults = new ArrayList<>();
  private int cases;

  void add(Path pristine, Damage damage, Examination.@Nullable Outcome outcome, long millis)
      throws IOException {
    cases++;
    Row row =
        rows.computeIfAbsent(
            "%-18s %-9s".formatted(damage.sort(), damage.kind()), key -> new Row());
    row.cases++;
    row.slowestMillis = Math.max(row.slowestMillis, millis);
    if (outcome == null) {
      faults.add(damage + ": crashed, or hangs");
      return;
    }
    outcome.faults().stream().limit(3).forEach(fault -> faults.add(damage + ": " + fault));
    long lost = outcome.missing() + outcome.refused();
    row.lossy += lost > 0 ? 1 : 0;
    row.most = Math.max(row.most, lost);
    if (isTold(damage, outcome.told())) {
      row.told++;
      return;
    }
    row.silent++;
    if (lost + outcome.risen() > 0
        && (isFirstFile(pristine, damage)
            || endsBetweenRecords(pristine, damage)
            || endsBetweenChunks(pristine, damage))) {
      row.listed++;
    } else if (lost + outcome.risen() > 0 && !isEndOfLog(pristine, damage)) {
      faults.add(
          damage
              + ": "
              + lost
              + " samples lost and "
              + outcome.risen()
              + " deleted ones back without a word that names the file; told "
              + outcome.told());
    } else {
      unnoticed.computeIfAbsent(damage.sort(), sort -> new ArrayList<>()).add(damage.toString());
    }
  }

  /** Whether a message names the file, or its folder where the file is missing. */
  private static boolean isTold(Damage damage, List<String> told) {
    String name = damage.file().toString();
    Path parent = damage.file().getParent();
    String folder = parent == null ? name : parent.toString();
    return told.stream()
        .anyMatch(
            message ->
                !message.startsWith("INFO")
                    && (message.contains(name)
                        || (damage.kind() == Damage.Kind.MISSING && message.contains(folder))));
  }

  /** There a killed process may have stopped writing: nothing tells what should follow. */
  private static boolean isEndOfLog(Path pristine, Damage damage) throws IOException {
    return !damage.sort().startsWith("block")
        && !damage.sort().equals("checkpoint")
        && damage.file().equals(neighbours(pristine, damage).getLast());
  }

  /** What it held looks as if it had gone into blocks; {@code docs/formats} lists it. */
  private static boolean isFirstFile(Path pristine, Damage damage) throws IOException {
    return damage.sort().equals("wbl")
        && damage.kind() == Damage.Kind.MISSING
        && damage.file().equals(neighbours(pristine, damage).getFirst());
  }

  /** As a file may end that a killed process has left; {@code docs/formats/wal.md} lists it. */
  private static boolean endsBetweenRecords(Path pristine, Damage damage) throws IOException {
    boolean log = damage.sort().equals("wal") || damage.sort().equals("wbl");
    if (!log || damage.kind() != Damage.Kind.TRUNCATED) {
      return false;
    }
    Path cut = Files.createTempDirectory("soak").resolve(damage.file().getFileName());
    try {
      byte[] whole = Files.readAllBytes(pristine.resolve(damage.file()));
      Files.write(cut, Arrays.copyOf(whole, Math.toIntExact(damage.at())));
      boolean[] found = new boolean[1];
      try (SegmentReader reader =
          new SegmentReader(cut, 0, Long.MAX_VALUE, fault -> found[0] = true)) {
        while (reader.next()) {
          // Only whether there is damage counts.
        }
      }
      return !found[0];
    } finally {
      KillSoak.delete(Objects.requireNonNull(cut.getParent()));
    }
  }

  /** As a whole file ends; {@code docs/formats/chunks-head.md} lists it. */
  private static boolean endsBetweenChunks(Path pristine, Damage damage) throws IOException {
    if (!damage.sort().equals("chunks_head") || damage.kind() != Damage.Kind.TRUNCATED) {
      return false;
    }
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(pristine.resolve(damage.file())));
    int at = FILE_HEADER;
    while (at < damage.at() && at + CHUNK_HEADER < file.limit()) {
      int length = 0;
      int place = at + CHUNK_HEADER;
      int shift = 0;
      byte part;
      do {
        part = file.get(place++);
        length |= (part & 0x7f) << shift;
        shift += 7;
      } while (part < 0);
      at = place + length + CHECKSUM;
    }
    return at == damage.at();
  }

  /** The files of the folder that a file is in, in the order of their names. */
  private static List<Path> neighbours(Path pristine, Damage damage) throws IOException {
    Path folder = pristine.resolve(damage.file()).getParent();
    try (Stream<Path> files = Files.list(folder == null ? pristine : folder)) {
      return files.filter(Files::isRegularFile).map(pristine::relativize).sorted().toList();
    }
  }

  void print(PrintStream out) {
    out.println();
    out.printf(
        "%-28s %6s %6s %9s %7s %7s %12s %9s%n",
        "", "cases", "told", "unnoticed", "listed", "lossy", "most lost", "slowest");
    rows.forEach(
        (name, row) ->
            out.printf(
                "%-28s %6d %6d %9d %7d %7d %12d %6d ms%n",
                name,
                row.cases,
                row.told,
                row.silent,
                row.listed,
                row.lossy,
                row.most,
                row.slowestMillis));
    unnoticed.forEach(
        (sort, damages) ->
            out.println(
                "Without effect in "
                    + sort
                    + ", "
                    + damages.size()
                    + ": "
                    + damages.stream().limit(SHOWN).toList()));
    faults.forEach(fault -> out.println("FAULT " + fault));
  }

  /** The faults there were. */
  List<String> faults() {
    return List.copyOf(faults);
  }

  void requireNoFaults(long seed) {
    if (!faults.isEmpty()) {
      throw new AssertionError(
          faults.size() + " faults in " + cases + " cases of seed " + seed + ": " + faults);
    }
  }
}
