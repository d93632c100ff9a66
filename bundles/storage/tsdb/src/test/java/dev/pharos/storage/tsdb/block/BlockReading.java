package dev.pharos.storage.tsdb.block;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Matcher;
import dev.pharos.model.NativeHistogram.Counts;
import dev.pharos.model.NativeHistogram.FloatCounts;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleCursor.Kind;
import dev.pharos.storage.tsdb.chunk.ChunkDecoder;
import dev.pharos.storage.tsdb.series.ChunkList;
import dev.pharos.storage.tsdb.series.ChunkSeriesSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that a block answers: what its chunks hold, by series and chunk, and the answers to questions
 * about labels. What could not be read is missing and stands among the failures.
 */
final class BlockReading {

  private static final TimeRange ALWAYS = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);
  private static final Matcher SOME = new Matcher(Matcher.Type.REGEX, "instance", "host-1.*");
  private static final List<List<Matcher>> SELECTIONS =
      List.of(
          List.of(),
          List.of(Matcher.equal("path", "/p/3")),
          List.of(SOME, new Matcher(Matcher.Type.NOT_EQUAL, "zone", "東京")),
          List.of(new Matcher(Matcher.Type.REGEX, "path", "/p/1|/p/2")));

  final SortedMap<String, Long> answers = new TreeMap<>();
  final List<IOException> failures = new ArrayList<>();

  private final ChunkDecoder decoder = new ChunkDecoder();
  private byte[] buffer = {};

  private BlockReading() {}

  static BlockReading of(Path folder) {
    BlockReading reading = new BlockReading();
    reading.read(folder);
    return reading;
  }

  private interface Question {
    long ask() throws IOException;
  }

  private void ask(String name, Question question) {
    try {
      answers.put(name, question.ask());
    } catch (IOException e) {
      failures.add(e);
    }
  }

  private void read(Path folder) {
    try (Block block = Block.open(folder)) {
      for (int i = 0; i < SELECTIONS.size(); i++) {
        select(block, i);
      }
      for (List<Matcher> matchers : List.of(List.<Matcher>of(), List.of(SOME))) {
        String of = "labels " + matchers;
        ask(of, () -> block.labelNames(Access.system(), ALWAYS, matchers).hashCode());
        for (String name : List.of("__name__", "instance", "zone")) {
          ask(
              of + name,
              () -> block.labelValues(Access.system(), name, ALWAYS, matchers).hashCode());
        }
      }
    } catch (IOException e) {
      failures.add(e);
    }
  }

  private void select(Block block, int selection) {
    try (ChunkSeriesSet set = block.select(Access.system(), ALWAYS, SELECTIONS.get(selection))) {
      long series = 0;
      while (set.next()) {
        series++;
        String name = selection + " " + set.labels();
        ChunkList chunks = set.chunks();
        answers.put(name, (long) Arrays.hashCode(chunks.deleted()));
        for (int i = 0; i < chunks.size(); i++) {
          int chunk = i;
          ask(name + " " + chunks.minMillis(i), () -> samples(chunks, chunk));
        }
      }
      answers.put(selection + " series", series);
    } catch (IOException e) {
      failures.add(e);
    }
  }

  private long samples(ChunkList chunks, int chunk) throws IOException {
    buffer = chunks.read(chunk, buffer);
    decoder.reset(chunks.encoding(chunk), buffer, 0, chunks.length(chunk));
    long digest = decoder.count();
    while (decoder.next()) {
      digest = 31 * digest + decoder.timestampMillis();
      digest = 31 * digest + sample();
    }
    return digest;
  }

  private long sample() {
    if (decoder.kind() == Kind.VALUE) {
      return Double.doubleToRawLongBits(decoder.value());
    }
    return switch (decoder.histogram()) {
      case Counts of ->
          of.count() + 7L * Double.hashCode(of.sum()) + Arrays.hashCode(of.positiveCounts());
      case FloatCounts of ->
          Double.hashCode(of.count())
              + 7L * Double.hashCode(of.sum())
              + Arrays.hashCode(of.positiveCounts());
    };
  }
}
