package dev.pharos.storage.tsdb.compact;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.tsdb.block.Ulid;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A process that writes block after block into a folder, compacts, deletes and cleans, and tells on
 * its standard output what is done, until it is killed.
 *
 * <p>Block number n holds samples of value n alone, so that each sample tells where it is from. It
 * overlaps its neighbours.
 */
final class CompactingProcess {

  static final int SERIES = 40;
  static final int SAMPLES = 300;

  /** Every so many blocks all samples so far of one metric are deleted. */
  static final int DELETING = 4;

  private CompactingProcess() {}

  static Labels kept(int series) {
    return Labels.of("__name__", "kept", "series", Integer.toString(series));
  }

  static Labels dropped(int number) {
    return Labels.of("__name__", "dropped", "series", Integer.toString(number % 3));
  }

  static long timestamp(int number, int sample) {
    return number * Metas.HOUR + sample * 20_000L + number % 20_000;
  }

  private static FakeSource source(int number) {
    FakeSource source = new FakeSource();
    for (int from = 0; from < SAMPLES; from += 100) {
      Map<Long, Double> chunk = new TreeMap<>();
      for (int i = from; i < from + 100; i++) {
        chunk.put(timestamp(number, i), (double) number);
      }
      for (int series = 0; series < SERIES; series++) {
        source.values(kept(series), chunk);
      }
      source.values(dropped(number), chunk);
    }
    return source;
  }

  /** Writes from a number on, in the folder given. */
  public static void main(String[] args) throws IOException {
    CompactionFigures figures = new CompactionFigures();
    RandomGenerator random = RandomGenerator.getDefault();
    Compactor compactor =
        new Compactor(() -> Ulid.create(System.currentTimeMillis(), random), figures);
    Path dir = Path.of(args[0]);
    try (BlockFolder folder = BlockFolder.open(dir, figures);
        BlockUpkeep upkeep =
            new BlockUpkeep(
                folder,
                new FakeHead(),
                Retention.of(Duration.ZERO),
                CompactionRules.DEFAULT,
                figures,
                InstantSource.system())) {
      for (int number = Integer.parseInt(args[1]); ; number++) {
        long start = number * Metas.HOUR;
        compactor.write(
            dir,
            List.of(source(number)),
            new TimeRange(start, start + 2 * Metas.HOUR),
            Origin::head,
            Access.system());
        tell("wrote " + number);
        folder.rescan();
        upkeep.compact();
        if (number % DELETING == 0) {
          upkeep.delete(
              Access.system(), Samples.ALWAYS, List.of(Matcher.metric("dropped")), () -> {});
          tell("deleted " + number);
          upkeep.cleanTombstones(Access.system());
        }
      }
    }
  }

  private static void tell(String what) {
    System.out.println(what);
    System.out.flush();
  }
}
