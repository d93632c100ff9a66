package dev.pharos.query.promql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.Sample;
import dev.pharos.query.api.QueryEngine.Options;
import dev.pharos.query.api.QueryResult;
import dev.pharos.query.api.QueryTrace;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.memory.MemoryStorage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TraceTest {

  private final MemoryStorage storage = new MemoryStorage();

  @BeforeEach
  void load() throws StorageException {
    try (SampleBatch batch = storage.begin()) {
      for (String job : List.of("a", "b")) {
        long series = batch.series(Labels.of("__name__", "up", "job", job));
        for (int i = 0; i <= 100; i++) {
          batch.append(series, Sample.NO_START, i * 1000L, i);
        }
      }
      batch.commit();
    }
  }

  @Test
  void nothing_is_traced_unless_it_is_asked_for() throws Exception {
    QueryResult result =
        PromqlEngine.over(storage).instant(Access.system(), "up", 100_000, Options.DEFAULT);

    assertEquals(Optional.empty(), result.trace());
  }

  @Test
  void a_trace_tells_what_each_operator_read_and_gave() throws Exception {
    QueryResult result =
        PromqlEngine.over(storage)
            .range(
                Access.system(),
                "sum(up) + 1",
                80_000,
                100_000,
                10_000,
                Options.DEFAULT.withTrace());

    QueryTrace root = result.trace().orElseThrow();
    assertEquals(1, root.seriesOut());
    QueryTrace sum = root.children().getFirst();
    QueryTrace up = sum.children().getFirst();
    assertEquals("up", up.description());
    assertEquals(2, up.seriesOut());
    assertEquals(6, up.samplesRead());
    assertEquals(0, sum.samplesRead());
    assertTrue(root.totalNanos() >= sum.totalNanos() && sum.totalNanos() >= up.totalNanos());
    assertEquals(
        root.totalNanos(),
        root.ownNanos() + root.children().stream().mapToLong(QueryTrace::totalNanos).sum());
  }
}
