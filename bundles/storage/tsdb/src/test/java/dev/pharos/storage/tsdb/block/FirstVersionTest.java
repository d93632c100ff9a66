package dev.pharos.storage.tsdb.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.model.Labels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An index of version 1, which nobody writes any more: texts and series are told by the bytes where
 * they stand, and the table of postings is in no order.
 */
class FirstVersionTest {

  private record Series(Labels labels, List<long[]> chunks) {}

  @TempDir Path dir;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void a_block_with_an_index_of_version_1_answers_as_one_of_version_2() throws IOException {
    Path folder = BlockFixture.write(dir);
    // Tombstones tell series by their references, which are others in version 1.
    Tombstones.NONE.write(folder);
    BlockReading expected = BlockReading.of(folder);
    write(series(folder));
    Files.write(folder.resolve(IndexFile.FILE), out.toByteArray());

    BlockReading found = BlockReading.of(folder);

    assertEquals(List.of(), found.failures);
    assertEquals(expected.answers, found.answers);
    assertTrue(found.answers.size() > 500);
  }

  private static List<Series> series(Path folder) throws IOException {
    List<Series> all = new ArrayList<>();
    try (Arena arena = Arena.ofConfined()) {
      IndexFile index = IndexFile.open(folder, arena);
      SeriesEntry entry = index.series();
      for (int reference : index.all()) {
        entry.read(reference);
        List<long[]> chunks = new ArrayList<>();
        for (int i = 0; i < entry.chunkCount(); i++) {
          chunks.add(new long[] {entry.minMillis(i), entry.maxMillis(i), entry.place(i)});
        }
        all.add(new Series(entry.labels(), chunks));
      }
    }
    return all;
  }

  private void write(List<Series> all) {
    putInt(out, IndexFile.MAGIC);
    out.write(1);
    final long symbolsAt = out.size();
    Map<String, Integer> symbols = writeSymbols(all);
    final long seriesAt = out.size();
    Map<List<String>, List<Integer>> postings = new HashMap<>();
    for (Series series : all) {
      int reference = out.size();
      writeSeries(series, symbols);
      postings.computeIfAbsent(List.of("", ""), pair -> new ArrayList<>()).add(reference);
      for (int i = 0; i < series.labels.size(); i++) {
        postings
            .computeIfAbsent(
                List.of(series.labels.name(i), series.labels.value(i)), pair -> new ArrayList<>())
            .add(reference);
      }
    }
    final long postingsAt = out.size();
    ByteArrayOutputStream table = new ByteArrayOutputStream();
    putInt(table, postings.size());
    postings.forEach(
        (pair, references) -> {
          table.write(2);
          putText(table, pair.getFirst());
          putText(table, pair.getLast());
          putUvarint(table, out.size());
          ByteArrayOutputStream list = new ByteArrayOutputStream();
          putInt(list, references.size());
          references.forEach(reference -> putInt(list, reference));
          section(list.toByteArray());
        });
    final long tableAt = out.size();
    section(table.toByteArray());
    ByteBuffer contents = ByteBuffer.allocate(48);
    contents.putLong(symbolsAt).putLong(seriesAt).putLong(0).putLong(0);
    contents.putLong(postingsAt).putLong(tableAt);
    out.writeBytes(contents.array());
    putInt(out, checksum(contents.array()));
  }

  private Map<String, Integer> writeSymbols(List<Series> all) {
    TreeSet<String> texts = new TreeSet<>();
    for (Series series : all) {
      for (int i = 0; i < series.labels.size(); i++) {
        texts.add(series.labels.name(i));
        texts.add(series.labels.value(i));
      }
    }
    Map<String, Integer> places = new HashMap<>();
    ByteArrayOutputStream table = new ByteArrayOutputStream();
    putInt(table, texts.size());
    for (String text : texts) {
      places.put(text, out.size() + 4 + table.size());
      putText(table, text);
    }
    section(table.toByteArray());
    return places;
  }

  private void writeSeries(Series series, Map<String, Integer> symbols) {
    ByteArrayOutputStream entry = new ByteArrayOutputStream();
    putUvarint(entry, series.labels.size());
    for (int i = 0; i < series.labels.size(); i++) {
      putUvarint(entry, symbols.getOrDefault(series.labels.name(i), 0));
      putUvarint(entry, symbols.getOrDefault(series.labels.value(i), 0));
    }
    putUvarint(entry, series.chunks.size());
    long[] before = {0, 0, 0};
    for (long[] chunk : series.chunks) {
      boolean first = before[1] == 0;
      putUvarint(entry, first ? zigzag(chunk[0]) : chunk[0] - before[1]);
      putUvarint(entry, chunk[1] - chunk[0]);
      putUvarint(entry, first ? chunk[2] : zigzag(chunk[2] - before[2]));
      before = chunk;
    }
    putUvarint(out, entry.size());
    out.writeBytes(entry.toByteArray());
    putInt(out, checksum(entry.toByteArray()));
  }

  private void section(byte[] content) {
    putInt(out, content.length);
    out.writeBytes(content);
    putInt(out, checksum(content));
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  private static void putInt(ByteArrayOutputStream to, int value) {
    to.writeBytes(ByteBuffer.allocate(4).putInt(value).array());
  }

  private static void putText(ByteArrayOutputStream to, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    putUvarint(to, bytes.length);
    to.writeBytes(bytes);
  }

  private static void putUvarint(ByteArrayOutputStream to, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      to.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    to.write((int) rest);
  }
}
