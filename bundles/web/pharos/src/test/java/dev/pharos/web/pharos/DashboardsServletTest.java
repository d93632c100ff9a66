package dev.pharos.web.pharos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pharos.dashboard.api.PanelDefinition;
import dev.pharos.dashboard.api.PanelFrames;
import dev.pharos.identity.api.Access;
import dev.pharos.identity.api.Principal;
import dev.pharos.identity.api.Role;
import dev.pharos.model.TimeRange;
import dev.pharos.source.api.Frame;
import dev.pharos.source.api.Frame.Column.Numbers;
import dev.pharos.source.api.Frame.Column.Texts;
import dev.pharos.source.api.Frame.Column.Times;
import dev.pharos.source.api.Frame.Field;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DashboardsServletTest {

  private static final long NOW = 1_790_000_000_000L;

  private final Frames frames = new Frames();
  private final DashboardsServlet servlet =
      new DashboardsServlet(
          new Shelf(),
          frames,
          new PanelTypes(List.of(Shelf.STAT_TYPE)),
          InstantSource.fixed(Instant.ofEpochMilli(NOW)));

  @Test
  void the_list_tells_of_dashboards_and_of_files_that_cannot_be_read() throws IOException {
    JsonObject answer = get("/dashboards").json();

    JsonObject first = answer.getAsJsonArray("dashboards").get(0).getAsJsonObject();
    assertEquals(Shelf.UID, first.get("uid").getAsString());
    assertEquals(2, first.get("panelCount").getAsInt());
    assertEquals(
        "b: META-INF/pharos/dashboards/bad.json: title: is missing",
        answer.getAsJsonArray("problems").get(0).getAsString());
  }

  @Test
  void a_dashboard_is_told_with_its_panels() throws IOException {
    assertEquals(
        "{\"uid\":\"bundle:b:host\",\"title\":\"Host\",\"description\":\"One machine\","
            + "\"tags\":[\"node\"],\"fromSeconds\":3600,\"refreshSeconds\":30,\"editable\":false,"
            + "\"panels\":[{\"id\":1,\"type\":\"stat\",\"title\":\"CPU \\\"busy\\\"\","
            + "\"description\":\"\",\"grid\":{\"x\":0,\"y\":0,\"w\":6,\"h\":4},"
            + "\"queries\":[{\"refId\":\"A\",\"source\":\"local\",\"expr\":\"up\","
            + "\"legend\":\"{{job}}\",\"instant\":false}],\"unit\":\"percentunit\","
            + "\"options\":{\"color\":\"background\",\"axis\":{\"min\":0}}},"
            + "{\"id\":7,\"type\":\"piechart\",\"title\":\"\",\"description\":\"\","
            + "\"grid\":{\"x\":6,\"y\":0,\"w\":6,\"h\":4},\"queries\":[],\"unit\":\"\","
            + "\"options\":{}}]}",
        get("/dashboards/bundle%3Ab%3Ahost").text());
  }

  @Test
  void the_frames_of_a_panel_come_as_the_browsers_contract_says() throws IOException {
    frames.answer =
        new PanelFrames.Drawing(
            List.of(
                new Frame(
                    "up",
                    "A",
                    List.of(
                        new Field("Time", Map.of(), new Times(new long[] {1000, 2000, 3000})),
                        new Field(
                            "node",
                            Map.of("job", "node"),
                            new Numbers(new double[] {1.5, Double.NaN, 1})),
                        new Field("t", Map.of(), new Texts(List.of("a", "b", "<\u2028>")))))),
            List.of("B: not a PromQL expression"));

    Exchange answer = get("/dashboards/bundle:b:host/panels/1/frames?from=1000&to=4000&points=3");

    assertEquals(
        "{\"contract\":1,\"panel\":{\"id\":1,\"type\":\"stat\",\"title\":\"CPU \\\"busy\\\"\","
            + "\"description\":\"\",\"element\":\"pharos-stat-1-0-0\","
            + "\"module\":\"/panels/stat/1.0.0/stat.js\",\"unit\":\"percentunit\","
            + "\"options\":{\"color\":\"background\",\"axis\":{\"min\":0,\"max\":2}}},"
            + "\"range\":{\"from\":1000,\"to\":4000},"
            + "\"frames\":[{\"refId\":\"A\",\"name\":\"up\",\"fields\":["
            + "{\"name\":\"Time\",\"type\":\"time\",\"values\":[1000,2000,3000]},"
            + "{\"name\":\"node\",\"type\":\"number\",\"labels\":{\"job\":\"node\"},"
            + "\"values\":[1.5,null,1]},"
            + "{\"name\":\"t\",\"type\":\"text\",\"values\":[\"a\",\"b\",\"<\u2028>\"]}]}],"
            + "\"errors\":[\"B: not a PromQL expression\"]}",
        answer.text());
    assertEquals("application/json", answer.headers.get("Content-Type"));
    assertEquals("no-store", answer.headers.get("Cache-Control"));
    assertEquals(new TimeRange(1000, 4000), frames.range);
    assertEquals(3, frames.points);
  }

  @Test
  void a_panel_reads_with_the_leave_of_whoever_asks_and_not_for_ever() throws IOException {
    Principal eve = new Principal("eve", Role.VIEWER);

    new Exchange("GET", "/dashboards/bundle:b:host/panels/1/frames").by(eve).through(servlet);

    Access access = frames.access();
    assertEquals(eve, access.principal());
    assertTrue(access.remaining() != null && access.remaining().isPositive());
  }

  @Test
  void who_has_not_logged_in_reads_as_nobody() throws IOException {
    get("/dashboards/bundle:b:host/panels/1/frames");

    assertEquals(Principal.ANONYMOUS, frames.access().principal());
  }

  @Test
  void without_a_range_the_dashboards_own_counts() throws IOException {
    get("/dashboards/bundle:b:host/panels/1/frames");

    assertEquals(new TimeRange(NOW - 3_600_000, NOW), frames.range);
  }

  @Test
  void a_type_that_is_not_plugged_in_is_waited_for_and_the_data_is_there() throws IOException {
    JsonObject answer = get("/dashboards/bundle:b:host/panels/7/frames").json();

    assertTrue(answer.getAsJsonObject("panel").get("element").isJsonNull());
    JsonArray errors = answer.getAsJsonArray("errors");
    assertEquals(
        "the panel type \"piechart\" is waiting for a bundle", errors.get(0).getAsString());
  }

  @ParameterizedTest
  @CsvSource({
    "from=x,query.from",
    "from=5&to=5,query.from",
    "to=-1,query.to",
    "to=99999999999999999999,query.to",
    "points=1,query.points",
    "points=1e3,query.points"
  })
  void a_parameter_out_of_its_bounds_is_named(String query, String where) throws IOException {
    Exchange answer = get("/dashboards/bundle:b:host/panels/1/frames?" + query);

    assertEquals(400, answer.status);
    assertEquals("bad_parameter", answer.error("code"));
    assertEquals(where, answer.error("where"));
    assertFalse(answer.error("expected").isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "/dashboards/none,path.uid",
    "/dashboards/none/panels/1/frames,path.uid",
    "/dashboards/bundle:b:host/panels/2/frames,path.id",
    "/dashboards/bundle:b:host/panels/1,/api/pharos/v1/dashboards/bundle:b:host/panels/1",
    "/dashboards/,path.uid"
  })
  void what_is_not_there_is_told(String path, String where) throws IOException {
    Exchange answer = get(path);

    assertEquals(404, answer.status);
    assertEquals(where, answer.error("where"));
    assertFalse(answer.error("fix").isEmpty());
  }

  @Test
  void a_slash_in_a_name_divides_nothing() throws IOException {
    Exchange answer = get("/dashboards/a%2Fb");

    assertEquals("there is no dashboard \"a/b\"", answer.error("message"));
  }

  @Test
  void a_path_that_cannot_be_decoded_is_refused() throws IOException {
    assertEquals(400, get("/dashboards/%zz").status);
  }

  @Test
  void another_method_is_answered_with_those_there_are() throws IOException {
    Exchange answer = new Exchange("PUT", "/dashboards").through(servlet);

    assertEquals(405, answer.status);
    assertEquals("GET", answer.headers.get("Allow"));
  }

  @Test
  void a_fault_of_ours_is_told_without_its_details() throws IOException {
    frames.fault = new IllegalStateException("secret");

    Exchange answer = get("/dashboards/bundle:b:host/panels/1/frames");

    assertEquals(500, answer.status);
    assertFalse(answer.text().contains("secret"));
  }

  private Exchange get(String target) throws IOException {
    return new Exchange("GET", target).through(servlet);
  }

  /** Keeps what it was asked. */
  private static final class Frames implements PanelFrames {
    private Drawing answer = new Drawing(List.of(), List.of());
    private @Nullable RuntimeException fault;
    private @Nullable Access access;
    private @Nullable TimeRange range;
    private int points;

    @Override
    public Drawing frames(Access who, PanelDefinition panel, TimeRange over, int room) {
      access = who;
      range = over;
      points = room;
      if (fault != null) {
        throw fault;
      }
      return answer;
    }

    private Access access() {
      if (access == null) {
        throw new AssertionError("no frames were asked for");
      }
      return access;
    }
  }
}
