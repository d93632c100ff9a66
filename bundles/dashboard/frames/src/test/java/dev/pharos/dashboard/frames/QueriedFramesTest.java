package dev.pharos.dashboard.frames;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.dashboard.api.PanelDefinition;
import dev.pharos.dashboard.api.PanelDefinition.Grid;
import dev.pharos.dashboard.api.PanelDefinition.Query;
import dev.pharos.dashboard.api.PanelFrames.Drawing;
import dev.pharos.identity.api.Access;
import dev.pharos.model.TimeRange;
import dev.pharos.source.api.DataQuery;
import dev.pharos.source.api.DataSource;
import dev.pharos.source.api.DataSource.Answer;
import dev.pharos.source.api.DataSourceException;
import dev.pharos.source.api.Frame;
import dev.pharos.source.api.Frame.Column.Numbers;
import dev.pharos.source.api.Frame.Column.Times;
import dev.pharos.source.api.Frame.Field;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class QueriedFramesTest {

  private static final TimeRange HOUR = new TimeRange(7_200_123, 10_800_123);

  private final Access access = Access.system();

  @Test
  void a_query_is_asked_of_its_source_on_a_round_step_with_the_callers_access() {
    AtomicReference<DataQuery> asked = new AtomicReference<>();
    AtomicReference<Access> by = new AtomicReference<>();
    DataSource source =
        (who, query) -> {
          asked.set(query);
          by.set(who);
          return new Answer(List.of(frame()), List.of());
        };

    Drawing drawing = draw(source, query("A", "s", "up", false));

    assertSame(access, by.get());
    assertEquals(
        new DataQuery("A", "up", "{{x}}", false, new TimeRange(7_200_000, 10_800_000), 15_000),
        asked.get());
    assertEquals(1, drawing.frames().size());
    assertEquals(List.of(), drawing.errors());
  }

  @Test
  void an_instant_query_asks_for_the_very_end() {
    AtomicReference<DataQuery> asked = new AtomicReference<>();
    DataSource source =
        (_, query) -> {
          asked.set(query);
          return new Answer(List.of(), List.of());
        };

    draw(source, query("A", "s", "up", true));

    assertEquals(HOUR, asked.get().range());
  }

  @Test
  void queries_run_side_by_side() {
    CountDownLatch both = new CountDownLatch(2);
    DataSource source =
        (_, _) -> {
          both.countDown();
          boolean together;
          try {
            together = both.await(10, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            throw new DataSourceException("interrupted", e);
          }
          if (!together) {
            throw new DataSourceException("was alone");
          }
          return new Answer(List.of(frame()), List.of());
        };

    Drawing drawing = draw(source, query("A", "s", "up", false), query("B", "s", "up", false));

    assertEquals(List.of(), drawing.errors());
    assertEquals(2, drawing.frames().size());
  }

  @Test
  void a_query_that_fails_is_told_and_takes_no_other_with_it() {
    DataSource source =
        (_, query) -> {
          switch (query.refId()) {
            case "A" -> throw new DataSourceException("not a PromQL expression");
            case "B" -> throw new IllegalStateException("a fault of the source");
            default -> {
              return new Answer(List.of(frame()), List.of("a part is missing"));
            }
          }
        };

    Drawing drawing =
        draw(
            source,
            query("A", "s", "up(", false),
            query("B", "s", "up", false),
            query("C", "s", "up", false));

    assertEquals(1, drawing.frames().size());
    assertEquals("A: not a PromQL expression", drawing.errors().get(0));
    assertTrue(drawing.errors().get(1).startsWith("B: data source \"s\" failed: "));
    assertEquals("C: a part is missing", drawing.errors().get(2));
  }

  @Test
  void a_source_that_is_not_there_is_named_with_those_that_are() {
    Drawing drawing =
        draw((_, _) -> new Answer(List.of(), List.of()), query("A", "x", "up", false));

    assertEquals(
        List.of("A: there is no data source called \"x\"; there are: s"), drawing.errors());
  }

  @Test
  void of_two_sources_with_one_name_the_higher_ranking_answers() {
    DataSource low = (_, _) -> new Answer(List.of(), List.of("low"));
    DataSource high = (_, _) -> new Answer(List.of(), List.of("high"));
    Map<String, Object> name = Map.of(DataSource.NAME, "s");
    var frames = new QueriedFrames(List.of(Map.entry(name, low), Map.entry(name, high)), null);

    Drawing drawing = frames.frames(access, panel(query("A", "s", "up", false)), HOUR, 500);

    assertEquals(List.of("A: high"), drawing.errors());
  }

  private Drawing draw(DataSource source, Query... queries) {
    Map<String, Object> properties = Map.of(DataSource.NAME, "s");
    return new QueriedFrames(List.of(Map.entry(properties, source)), null)
        .frames(access, panel(queries), HOUR, 500);
  }

  private static PanelDefinition panel(Query... queries) {
    return new PanelDefinition(
        1, "timeseries", "", "", new Grid(0, 0, 12, 8), List.of(queries), "", "{}");
  }

  private static Query query(String refId, String source, String expression, boolean instant) {
    return new Query(refId, source, expression, "{{x}}", instant);
  }

  private static Frame frame() {
    return new Frame(
        "f",
        "A",
        List.of(
            new Field("Time", Map.of(), new Times(new long[] {1})),
            new Field("v", Map.of(), new Numbers(new double[] {1}))));
  }
}
