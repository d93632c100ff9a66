package dev.pharos.source.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.TimeRange;
import dev.pharos.query.api.QueryEngine;
import dev.pharos.query.api.QueryException;
import dev.pharos.query.api.QueryResult;
import dev.pharos.query.api.QueryStatistics;
import dev.pharos.query.api.QueryValue;
import dev.pharos.source.api.DataQuery;
import dev.pharos.source.api.DataSource.Answer;
import dev.pharos.source.api.DataSourceException;
import dev.pharos.source.api.Frame;
import dev.pharos.source.api.Frame.Column;
import dev.pharos.source.api.Frame.Column.Numbers;
import dev.pharos.source.api.Frame.Column.Texts;
import dev.pharos.source.api.Frame.Column.Times;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LocalSourceTest {

  private static final Labels UP_A = Labels.of("__name__", "up", "host", "a");
  private static final Labels UP_B = Labels.of("__name__", "up", "host", "b");

  @Test
  void over_a_range_each_series_is_a_frame_named_by_the_legend() throws Exception {
    Answer answer =
        answer(
            range("up", "host {{host}}"),
            matrix(
                series(UP_A, new long[] {1000, 2000, 3000}, 1, 2, 3),
                series(UP_B, new long[] {1000, 2000, 3000}, 4, 5, 6)));

    assertEquals(List.of("host a", "host b"), answer.frames().stream().map(Frame::name).toList());
    Frame first = answer.frames().getFirst();
    assertEquals("A", first.refId());
    assertArrayEquals(new long[] {1000, 2000, 3000}, times(first));
    assertArrayEquals(new double[] {1, 2, 3}, numbers(first, 1));
    assertEquals("a", first.fields().get(1).labels().get("host"));
  }

  @Test
  void a_series_with_gaps_is_laid_out_on_the_times_of_all() throws Exception {
    Answer answer = answer(range("up", ""), matrix(series(UP_A, new long[] {2000}, 7)));

    assertArrayEquals(
        new double[] {Double.NaN, 7, Double.NaN}, numbers(answer.frames().getFirst(), 1));
  }

  @Test
  void all_frames_share_one_array_of_times() throws Exception {
    Answer answer =
        answer(
            range("up", ""),
            matrix(series(UP_A, new long[] {1000}, 1), series(UP_B, new long[] {2000}, 2)));

    assertSame(times(answer.frames().get(0)), times(answer.frames().get(1)));
  }

  @Test
  void the_end_of_a_range_that_is_no_multiple_of_the_step_is_the_last_step_before_it()
      throws Exception {
    Engine engine = new Engine(matrix());
    new LocalSource(engine)
        .query(
            Access.system(), new DataQuery("A", "up", "", false, new TimeRange(1000, 3999), 1000));

    assertEquals("range up 1000 3000 1000", engine.asked);
  }

  @Test
  void at_an_instant_all_series_stand_side_by_side_in_one_row() throws Exception {
    Answer answer =
        answer(
            instant("up", "{{host}}"),
            new QueryValue.Vector(
                List.of(
                    new QueryValue.Element(UP_A, 3000, 1, null),
                    new QueryValue.Element(UP_B, 3000, 0, null))));

    Frame only = answer.frames().getFirst();
    assertEquals(1, only.rows());
    assertEquals(List.of("Time", "a", "b"), only.fields().stream().map(Frame.Field::name).toList());
    assertArrayEquals(new double[] {0}, numbers(only, 2));
  }

  @Test
  void a_scalar_is_named_by_its_expression() throws Exception {
    Answer answer = answer(instant("1 + 1", ""), new QueryValue.Scalar(3000, 2));

    assertEquals("1 + 1", answer.frames().getFirst().fields().get(1).name());
    assertArrayEquals(new double[] {2}, numbers(answer.frames().getFirst(), 1));
  }

  @Test
  void a_text_stays_a_text() throws Exception {
    Answer answer = answer(instant("\"x\"", ""), new QueryValue.Text(3000, "x"));

    Column column = answer.frames().getFirst().fields().get(1).column();
    assertEquals(new Texts(List.of("x")), column);
  }

  @Test
  void nothing_found_is_no_frame_and_no_warning() throws Exception {
    assertEquals(
        new Answer(List.of(), List.of()),
        answer(instant("up", ""), new QueryValue.Vector(List.of())));
  }

  @Test
  void what_the_engine_warns_of_is_handed_on() throws Exception {
    QueryResult result =
        new QueryResult(
            matrix(),
            List.of("the part 'remote' did not answer"),
            List.of(),
            QueryStatistics.NONE,
            Optional.empty());

    Answer answer = new LocalSource(new Engine(result)).query(Access.system(), range("up", ""));

    assertEquals(List.of("the part 'remote' did not answer"), answer.warnings());
  }

  @Test
  void a_series_of_histograms_alone_is_left_out_with_a_word_on_what_to_do() throws Exception {
    QueryValue.Series histograms =
        new QueryValue.Series(
            UP_A, new long[0], new double[0], new long[] {1000}, new NativeHistogram[1]);

    Answer answer = answer(range("up", ""), new QueryValue.Matrix(List.of(histograms)));

    assertEquals(List.of(), answer.frames());
    assertEquals(
        List.of(
            "1 series is a native histogram and left out; wrap the query in histogram_quantile()"
                + " or histogram_avg()"),
        answer.warnings());
  }

  @Test
  void a_query_that_does_not_parse_is_told_in_words() {
    Engine engine =
        new Engine(new QueryException(QueryException.Kind.PARSE, "1:4: unexpected end of input"));

    var e =
        assertThrows(
            DataSourceException.class,
            () -> new LocalSource(engine).query(Access.system(), range("up(", "")));

    assertEquals("not a PromQL expression: 1:4: unexpected end of input", e.getMessage());
  }

  @Test
  void an_empty_query_is_refused_before_the_engine_is_asked() {
    var e = assertThrows(DataSourceException.class, () -> answer(range(" ", ""), matrix()));

    assertEquals("the query is empty; write a PromQL expression, such as up", e.getMessage());
  }

  private static Answer answer(DataQuery query, QueryValue value) throws DataSourceException {
    return new LocalSource(new Engine(value)).query(Access.system(), query);
  }

  private static DataQuery range(String expression, String legend) {
    return new DataQuery("A", expression, legend, false, new TimeRange(1000, 3000), 1000);
  }

  private static DataQuery instant(String expression, String legend) {
    return new DataQuery("A", expression, legend, true, new TimeRange(1000, 3000), 1000);
  }

  private static QueryValue matrix(QueryValue.Series... series) {
    return new QueryValue.Matrix(List.of(series));
  }

  private static QueryValue.Series series(Labels labels, long[] times, double... values) {
    return new QueryValue.Series(labels, times, values, new long[0], new NativeHistogram[0]);
  }

  private static long[] times(Frame frame) {
    return ((Times) frame.fields().getFirst().column()).millis();
  }

  private static double[] numbers(Frame frame, int field) {
    return ((Numbers) frame.fields().get(field).column()).values();
  }

  /** Answers every query with one thing, and keeps what it was asked. */
  private static final class Engine implements QueryEngine {
    private final Object answer;
    private String asked = "";

    /**
     * @param answer a value, a whole result, or what to throw
     */
    Engine(Object answer) {
      this.answer = answer;
    }

    @Override
    public QueryResult instant(Access access, String query, long at, Options options)
        throws QueryException {
      asked = "instant " + query + " " + at;
      return answer();
    }

    @Override
    public QueryResult range(
        Access access, String query, long start, long end, long step, Options options)
        throws QueryException {
      asked = "range " + query + " " + start + " " + end + " " + step;
      return answer();
    }

    private QueryResult answer() throws QueryException {
      return switch (answer) {
        case QueryException e -> throw e;
        case QueryResult result -> result;
        case QueryValue value ->
            new QueryResult(value, List.of(), List.of(), QueryStatistics.NONE, Optional.empty());
        default -> throw new AssertionError(answer);
      };
    }

    @Override
    public List<Running> running() {
      return List.of();
    }

    @Override
    public boolean cancel(String id, String reason) {
      return false;
    }
  }
}
