package dev.pharos.storage.tsdb.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.LabelsBuilder;
import dev.pharos.model.Matcher;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.tsdb.chunk.PackedChunk;
import dev.pharos.storage.tsdb.chunk.XorWriter;
import dev.pharos.storage.tsdb.series.ChunkSeriesSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever way a selection takes through the index, it finds what a look at each series would. */
class SelectionTest {

  private static final TimeRange ALWAYS = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);
  private static final long SEED = 99;
  private static final String[] NAMES = {
    "__name__", "host", "host", "job", "rare", "zone", "absent"
  };
  private static final String[] VALUES = {
    "", "m1", "m2", "m7", "h1", "h17", "h211", "a", "b", "東京", "none", "x"
  };
  private static final String[] REGEXES = {
    "",
    ".*",
    ".+",
    "m1|m2",
    "h1.*",
    "h(1|22).*",
    "|a",
    "a|b|none",
    "m[0-3]",
    "h.*1",
    "東.*",
    "x?",
    "h1|h2|"
  };

  @TempDir Path dir;

  private final List<Labels> all = new ArrayList<>();
  private Block block;

  @BeforeEach
  void write() throws IOException {
    Random random = new Random(SEED);
    TreeSet<Labels> sorted = new TreeSet<>();
    for (int i = 0; i < 2500; i++) {
      LabelsBuilder labels = new LabelsBuilder();
      labels.set("__name__", "m" + random.nextInt(9));
      labels.set("host", "h" + random.nextInt(400));
      if (random.nextInt(3) > 0) {
        labels.set("job", random.nextBoolean() ? "a" : "b");
      }
      if (random.nextInt(100) == 0) {
        labels.set("rare", "x" + random.nextInt(3));
      }
      labels.set("zone", random.nextBoolean() ? "東京" : "Zürich");
      sorted.add(labels.build());
    }
    XorWriter writer = new XorWriter();
    writer.append(1000, 1);
    PackedChunk chunk = writer.seal();
    Ulid ulid = Ulid.create(0, random);
    try (BlockWriter to = BlockWriter.create(dir, ulid, 0, 7_200_000)) {
      for (Labels labels : sorted) {
        to.series(labels, List.of(chunk));
        all.add(labels);
      }
      to.finish(BlockMeta.Compaction.first(ulid));
    }
    block = Block.open(dir.resolve(ulid.toString()));
  }

  @AfterEach
  void close() {
    block.close();
  }

  private static Matcher matcher(Random random) {
    List<Matcher.Type> types = List.of(Matcher.Type.values());
    Matcher.Type type = types.get(random.nextInt(types.size()));
    boolean regex = type == Matcher.Type.REGEX || type == Matcher.Type.NOT_REGEX;
    String[] values = regex ? REGEXES : VALUES;
    return new Matcher(
        type, NAMES[random.nextInt(NAMES.length)], values[random.nextInt(values.length)]);
  }

  private List<Labels> expected(List<Matcher> matchers) {
    List<Labels> expected = new ArrayList<>();
    for (Labels labels : all) {
      if (matchers.stream().allMatch(matcher -> matcher.matches(labels.get(matcher.name())))) {
        expected.add(labels);
      }
    }
    return expected;
  }

  private List<Labels> found(List<Matcher> matchers) throws IOException {
    List<Labels> found = new ArrayList<>();
    try (ChunkSeriesSet set = block.select(Access.system(), ALWAYS, matchers)) {
      while (set.next()) {
        found.add(set.labels());
      }
    }
    return found;
  }

  @Test
  void random_matchers_find_what_a_look_at_each_series_would() throws IOException {
    Random random = new Random(SEED);
    int some = 0;
    for (int run = 0; run < 1500; run++) {
      List<Matcher> matchers = new ArrayList<>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        matchers.add(matcher(random));
      }
      List<Labels> expected = expected(matchers);
      assertEquals(expected, found(matchers), () -> "seed " + SEED + ": " + matchers);
      some += expected.isEmpty() ? 0 : 1;
      if (run % 5 == 0) {
        assertLabels(matchers, expected);
      }
    }
    assertTrue(some > 300, "only " + some + " selections found anything");
  }

  private void assertLabels(List<Matcher> matchers, List<Labels> selected) throws IOException {
    TreeSet<String> names = new TreeSet<>();
    TreeSet<String> hosts = new TreeSet<>();
    TreeSet<String> rare = new TreeSet<>();
    for (Labels labels : selected) {
      for (int i = 0; i < labels.size(); i++) {
        names.add(labels.name(i));
      }
      hosts.add(labels.get("host"));
      if (!labels.get("rare").isEmpty()) {
        rare.add(labels.get("rare"));
      }
    }
    Access access = Access.system();
    assertEquals(List.copyOf(names), block.labelNames(access, ALWAYS, matchers));
    assertEquals(List.copyOf(hosts), block.labelValues(access, "host", ALWAYS, matchers));
    assertEquals(List.copyOf(rare), block.labelValues(access, "rare", ALWAYS, matchers));
    assertEquals(List.of(), block.labelValues(access, "absent", ALWAYS, matchers));
  }
}
