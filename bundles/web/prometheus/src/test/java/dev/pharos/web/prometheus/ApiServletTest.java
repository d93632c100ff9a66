package dev.pharos.web.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pharos.storage.api.StorageStatus.Phase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ApiServletTest {

  private final Fixture fixture = new Fixture();

  private Exchange get(String path, String... parameters) throws Exception {
    Exchange exchange = Exchange.get(path);
    for (int i = 0; i < parameters.length; i += 2) {
      exchange.with(parameters[i], parameters[i + 1]);
    }
    return exchange.on(fixture.api());
  }

  private static JsonObject json(Exchange exchange) {
    return JsonParser.parseString(exchange.body()).getAsJsonObject();
  }

  private static void assertError(int status, String type, String message, Exchange exchange) {
    assertEquals(status, exchange.status(), exchange.body());
    JsonObject error = json(exchange);
    assertEquals("error", error.get("status").getAsString());
    assertEquals(type, error.get("errorType").getAsString());
    assertEquals(message, error.get("error").getAsString());
  }

  @Nested
  class A_query {

    @Test
    void at_an_instant_answers_a_vector() throws Exception {
      fixture.series("__name__", "up", "job", "node");

      Exchange exchange = get("/query", "query", "up", "time", "1600000000.5");

      assertEquals(
          "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":"
              + "{\"__name__\":\"up\",\"job\":\"node\"},\"value\":[1600000000.500,\"60\"]}]}}",
          exchange.body());
      assertEquals("application/json", exchange.headers().get("Content-Type"));
    }

    @Test
    void without_a_time_is_answered_for_now() throws Exception {
      assertTrue(get("/query", "query", "time()").body().contains("[1600000000,\"1600000000\"]"));
    }

    @Test
    void over_a_range_answers_a_matrix() throws Exception {
      fixture.series("__name__", "up");

      Exchange exchange =
          get(
              "/query_range",
              "query",
              "up",
              "start",
              "1599999940",
              "end",
              "2020-09-13T12:26:40Z",
              "step",
              "1m");

      assertEquals(
          "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":"
              + "{\"__name__\":\"up\"},\"values\":[[1599999940,\"59\"],[1600000000,\"60\"]]}]}}",
          exchange.body());
    }

    @Test
    void of_a_text_answers_the_text() throws Exception {
      assertTrue(
          get("/query", "query", "\"a<b\"")
              .body()
              .contains("\"resultType\":\"string\",\"result\":[1600000000,\"a\\u003cb\"]"));
    }

    @Test
    void takes_numbers_that_json_does_not_know() throws Exception {
      assertTrue(get("/query", "query", "1/0").body().contains("\"+Inf\""));
      assertTrue(get("/query", "query", "0/0").body().contains("\"NaN\""));
    }

    @Test
    void that_does_not_parse_says_where_and_why() throws Exception {
      assertError(
          400,
          "bad_data",
          "invalid parameter \"query\": 1:5: parse error: unexpected end of input",
          get("/query", "query", "up +"));
    }

    @Test
    void that_cannot_be_evaluated_is_an_execution_error() throws Exception {
      fixture.series("__name__", "a").series("__name__", "b");

      assertError(
          422,
          "execution",
          "vector cannot contain metrics with the same labelset",
          get("/query", "query", "-{__name__=~\"a|b\"}"));
    }

    @Test
    void whose_time_has_passed_times_out() throws Exception {
      assertError(
          503,
          "timeout",
          "query timed out in expression evaluation",
          get("/query", "query", "up", "timeout", "-1"));
    }

    @Test
    void of_which_much_is_to_be_said_tells_the_first_ten_remarks_and_how_many_more()
        throws Exception {
      for (int i = 0; i < 13; i++) {
        fixture.series("__name__", "up" + i);
      }
      StringBuilder query = new StringBuilder("vector(1)");
      for (int i = 0; i < 13; i++) {
        query.append(" or quantile(").append(i + 2).append(", up").append(i).append(')');
      }

      JsonArray warnings =
          json(get("/query", "query", query.toString())).getAsJsonArray("warnings");

      assertEquals(11, warnings.size());
      assertEquals("3 more warning annotations omitted", warnings.get(10).getAsString());
    }

    @Test
    void with_a_limit_answers_no_more_series_and_says_so() throws Exception {
      fixture.series("__name__", "up", "i", "1").series("__name__", "up", "i", "2");

      JsonObject answer = json(get("/query", "query", "up", "limit", "1"));

      assertEquals(1, answer.getAsJsonObject("data").getAsJsonArray("result").size());
      assertEquals(
          "results truncated due to limit", answer.getAsJsonArray("warnings").get(0).getAsString());
    }

    @Test
    void with_stats_tells_how_many_samples_were_read() throws Exception {
      fixture.series("__name__", "up");

      JsonObject data =
          json(get("/query", "query", "sum_over_time(up[10m])", "stats", "all"))
              .getAsJsonObject("data");

      assertEquals(
          10,
          data.getAsJsonObject("stats")
              .getAsJsonObject("samples")
              .get("totalQueryableSamples")
              .getAsInt());
    }

    @Test
    void tells_the_samples_of_each_step_where_the_feature_is_enabled() throws Exception {
      fixture.series("__name__", "up");
      String[] query = {
        "query", "up", "start", "1599999940.5", "end", "1600000000.5", "step", "60", "stats", "all"
      };
      assertEquals(
          "{\"totalQueryableSamples\":2,\"samplesRead\":2,\"peakSamples\":2}",
          json(get("/query_range", query))
              .getAsJsonObject("data")
              .getAsJsonObject("stats")
              .get("samples")
              .toString());

      fixture.settings =
          new Settings(
              false, false, false, "", "", Map.of("enable-feature", "x,promql-per-step-stats"));

      assertEquals(
          "{\"totalQueryableSamplesPerStep\":[[1599999940.5,1],[1600000000.5,1]],"
              + "\"totalQueryableSamples\":2,\"samplesReadPerStep\":[[1599999940.5,1],[1600000000.5,1]],"
              + "\"samplesRead\":2,\"peakSamples\":2}",
          json(get("/query_range", query))
              .getAsJsonObject("data")
              .getAsJsonObject("stats")
              .get("samples")
              .toString());
    }

    @Test
    void with_another_word_for_stats_gets_them_and_is_told_of_the_words_there_are()
        throws Exception {
      JsonObject answer = json(get("/query", "query", "1", "stats", "foo"));

      assertEquals(
          "[\"value \\\"foo\\\" for parameter \\\"stats\\\" is deprecated and will be rejected in"
              + " the next major release, use \\\"true\\\" or \\\"all\\\"\"]",
          answer.get("warnings").toString());
      JsonObject stats = answer.getAsJsonObject("data").getAsJsonObject("stats");
      assertEquals(
          "[evalTotalTime, resultSortTime, queryPreparationTime, innerEvalTime, execQueueTime,"
              + " execTotalTime]",
          stats.getAsJsonObject("timings").keySet().toString());
      assertEquals(
          "{\"totalQueryableSamples\":0,\"samplesRead\":0,\"peakSamples\":0}",
          stats.get("samples").toString());
      assertEquals(null, json(get("/query", "query", "1", "stats", "true")).get("warnings"));
    }

    @Test
    void tells_what_its_author_should_know() throws Exception {
      fixture.series("__name__", "up");

      assertEquals(
          "PromQL info: metric might not be a counter, name does not end in"
              + " _total/_sum/_count/_bucket: \"up\" (1:6)",
          json(get("/query", "query", "rate(up[5m])"))
              .getAsJsonArray("infos")
              .get(0)
              .getAsString());
    }

    @Test
    void can_look_less_far_back() throws Exception {
      fixture.series("__name__", "up");

      assertTrue(
          get("/query", "query", "up", "time", "1600000030", "lookback_delta", "10s")
              .body()
              .contains("\"result\":[]"));
    }
  }

  @Nested
  class A_range {

    @Test
    void that_ends_before_it_starts_is_refused() throws Exception {
      assertError(
          400,
          "bad_data",
          "invalid parameter \"end\": end timestamp must not be before start time",
          get("/query_range", "query", "up", "start", "2", "end", "1", "step", "1"));
    }

    @Test
    void without_a_step_is_refused() throws Exception {
      assertError(
          400,
          "bad_data",
          "invalid parameter \"step\": zero or negative query resolution step widths are not"
              + " accepted. Try a positive integer",
          get("/query_range", "query", "up", "start", "1", "end", "2", "step", "0"));
      assertError(
          400,
          "bad_data",
          "invalid parameter \"step\": cannot parse \"\" to a valid duration",
          get("/query_range", "query", "up", "start", "1", "end", "2"));
    }

    @Test
    void of_more_than_11000_points_is_refused() throws Exception {
      assertEquals(
          200,
          get("/query_range", "query", "1", "start", "0", "end", "11000", "step", "1").status());
      assertError(
          400,
          "bad_data",
          "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query"
              + " resolution (?step=XX)",
          get("/query_range", "query", "1", "start", "0", "end", "11001", "step", "1"));
    }

    @Test
    void needs_times_that_are_times() throws Exception {
      assertError(
          400,
          "bad_data",
          "invalid parameter \"start\": cannot parse \"soon\" to a valid timestamp",
          get("/query_range", "query", "1", "start", "soon", "end", "1", "step", "1"));
    }
  }

  @Nested
  class Series {

    @Test
    void are_listed_by_selectors_each_once() throws Exception {
      fixture.series("__name__", "a", "x", "1").series("__name__", "b").series("__name__", "c");

      Exchange exchange =
          Exchange.get("/series").with("match[]", "a", "{__name__=~\"a|b\"}").on(fixture.api());

      assertEquals(
          "{\"status\":\"success\",\"data\":[{\"__name__\":\"a\",\"x\":\"1\"},"
              + "{\"__name__\":\"b\"}]}",
          exchange.body());
    }

    @Test
    void are_not_listed_without_a_selector() throws Exception {
      assertError(400, "bad_data", "no match[] parameter provided", get("/series"));
    }

    @Test
    void are_not_listed_by_a_selector_of_everything() throws Exception {
      for (String everything : List.of("{}", "{a=\"\"}", "{a=~\".*\"}")) {
        assertError(
            400,
            "bad_data",
            "invalid parameter \"match[]\": match[] must contain at least one non-empty matcher",
            get("/series", "match[]", everything));
      }
    }

    @Test
    void have_labels_and_these_have_values() throws Exception {
      fixture.series("__name__", "a", "job", "x").series("__name__", "b", "job", "y");

      assertEquals(
          "{\"status\":\"success\",\"data\":[\"__name__\",\"job\"]}", get("/labels").body());
      assertEquals(
          "{\"status\":\"success\",\"data\":[\"x\",\"y\"]}", get("/label/job/values").body());
      assertEquals(
          "{\"status\":\"success\",\"data\":[\"x\"]}",
          get("/label/job/values", "match[]", "a").body());
      assertEquals(
          "{\"status\":\"success\",\"data\":[\"x\"],\"warnings\":"
              + "[\"results truncated due to limit\"]}",
          get("/label/job/values", "limit", "1").body());
    }

    @Test
    void may_have_labels_whose_names_are_escaped() throws Exception {
      fixture.series("__name__", "a", "k8s.pod_name", "p");

      assertEquals(
          "{\"status\":\"success\",\"data\":[\"p\"]}",
          get("/label/U__k8s_2e_pod__name/values").body());
    }
  }

  @Nested
  class Targets {

    @Test
    void are_told_with_their_health() throws Exception {
      JsonObject target =
          json(get("/targets"))
              .getAsJsonObject("data")
              .getAsJsonArray("activeTargets")
              .get(0)
              .getAsJsonObject();

      assertEquals("up", target.get("health").getAsString());
      assertEquals("15s", target.get("scrapeInterval").getAsString());
      assertEquals("2020-09-13T12:26:40Z", target.get("lastScrape").getAsString());
    }

    @Test
    void can_be_asked_for_by_state() throws Exception {
      JsonObject active = json(get("/targets", "state", "active")).getAsJsonObject("data");

      assertEquals(1, active.getAsJsonArray("activeTargets").size());
      assertEquals(0, active.getAsJsonArray("droppedTargets").size());
      assertTrue(active.get("droppedTargetCounts").isJsonNull());
    }

    @Test
    void describe_their_metrics() throws Exception {
      JsonObject metadata = json(get("/metadata", "limit", "1")).getAsJsonObject("data");

      assertEquals(1, metadata.size());
      assertEquals(
          "counter",
          metadata
              .getAsJsonArray("cpu_seconds_total")
              .get(0)
              .getAsJsonObject()
              .get("type")
              .getAsString());
      assertError(
          404,
          "not_found",
          "specified metadata not found",
          get("/targets/metadata", "metric", "nothing"));
    }

    @Test
    void belong_to_pools() throws Exception {
      assertEquals(
          "{\"status\":\"success\",\"data\":{\"scrapePools\":[\"node\"]}}",
          get("/scrape_pools").body());
      assertTrue(
          get("/scrape_pools/config", "scrapePool", "node").body().contains("job_name: node"));
    }
  }

  @Nested
  class The_status {

    @Test
    void of_the_build_is_that_of_the_behaviour() throws Exception {
      JsonObject build = json(get("/status/buildinfo")).getAsJsonObject("data");

      assertEquals("3.14.0", build.get("version").getAsString());
      assertEquals("0.1.0", build.get("revision").getAsString());
    }

    @Test
    void of_configuration_flags_and_storage_is_told() throws Exception {
      assertEquals(
          "{\"status\":\"success\",\"data\":{\"yaml\":\"global: {}\\n\"}}",
          get("/status/config").body());
      assertEquals(
          "{\"status\":\"success\",\"data\":{\"log.level\":\"info\"}}",
          get("/status/flags").body());
      JsonObject tsdb = json(get("/status/tsdb", "limit", "2")).getAsJsonObject("data");
      assertEquals(2, tsdb.getAsJsonObject("headStats").get("numSeries").getAsInt());
      assertEquals(2, tsdb.getAsJsonArray("seriesCountByLabelValuePair").size());
      assertEquals(
          "{\"status\":\"success\",\"data\":{\"blocks\":[{\"ulid\":\"01\",\"version\":1}]}}",
          sorted(get("/status/tsdb/blocks").body()));
      assertEquals(
          "15d",
          json(get("/status/runtimeinfo"))
              .getAsJsonObject("data")
              .get("storageRetention")
              .getAsString());
    }

    /** The members of a block's file come in any order. */
    private String sorted(String body) {
      return body.replace("\"version\":1,\"ulid\":\"01\"", "\"ulid\":\"01\",\"version\":1");
    }

    @Test
    void says_which_features_there_are() throws Exception {
      JsonObject features = json(get("/features")).getAsJsonObject("data");

      assertTrue(features.getAsJsonObject("promql_functions").get("rate").getAsBoolean());
      assertEquals(false, features.getAsJsonObject("promql_functions").get("info").getAsBoolean());
    }
  }

  @Nested
  class Until_the_platform_is_ready {

    @Test
    void nothing_is_answered_but_the_progress_of_the_replay() throws Exception {
      fixture.status.phase = Phase.REPLAYING;

      Exchange refused = get("/query", "query", "1");
      assertEquals(503, refused.status());
      assertEquals("Service Unavailable\n", refused.body());
      assertEquals(
          "{\"status\":\"success\",\"data\":"
              + "{\"min\":1,\"max\":5,\"current\":3,\"state\":\"in progress\"}}",
          get("/status/walreplay").body());
    }

    @Test
    void a_configuration_must_be_in_force() throws Exception {
      fixture.config.loaded = false;

      assertEquals(503, get("/labels").status());
    }
  }

  @Test
  void a_part_that_is_missing_is_an_error_that_names_it() throws Exception {
    fixture.platform.engine = null;

    assertError(
        500,
        "unavailable",
        "the query engine is not available: no bundle that is running offers it",
        get("/query", "query", "1"));
  }

  @Test
  void an_unknown_path_has_no_envelope() throws Exception {
    Exchange exchange = get("/nothing");

    assertEquals(404, exchange.status());
    assertEquals("404 page not found\n", exchange.body());
  }

  @Test
  void a_method_that_a_path_does_not_take_is_refused() throws Exception {
    Exchange exchange = new Exchange("DELETE", "/query").on(fixture.api());

    assertEquals(405, exchange.status());
    assertEquals("GET, HEAD, POST", exchange.headers().get("Allow"));
  }

  @Test
  void scripts_of_other_sites_may_read_unless_told_otherwise() throws Exception {
    Exchange options =
        new Exchange("OPTIONS", "/query").header("Origin", "http://g").on(fixture.api());

    assertEquals(204, options.status());
    assertEquals("*", options.headers().get("Access-Control-Allow-Origin"));
    assertNull(get("/labels").headers().get("Access-Control-Allow-Origin"));
  }

  @Test
  void queries_are_formatted_and_parsed() throws Exception {
    assertEquals(
        "{\"status\":\"success\",\"data\":\"sum by (job) (rate(a[5m]))\"}",
        get("/format_query", "query", "sum(rate(a[300s]))by(job)").body());
    JsonObject tree = json(get("/parse_query", "query", "a + 1")).getAsJsonObject("data");
    assertEquals("binaryExpr", tree.get("type").getAsString());
    assertEquals("vectorSelector", tree.getAsJsonObject("lhs").get("type").getAsString());
  }

  @Test
  void a_parsed_query_tells_lengths_that_are_written_and_nothing_for_those_computed()
      throws Exception {
    JsonObject written =
        json(get("/parse_query", "query", "a[1m30s9ms] offset (1m)")).getAsJsonObject("data");
    JsonObject computed =
        json(get("/parse_query", "query", "max_over_time(a[1h:2*30s] offset -(1m+1m))"))
            .getAsJsonObject("data")
            .getAsJsonArray("args")
            .get(0)
            .getAsJsonObject();

    assertEquals(90_009, written.get("range").getAsLong());
    assertEquals(60_000, written.get("offset").getAsLong());
    assertEquals(3_600_000, computed.get("range").getAsLong());
    assertEquals(0, computed.get("step").getAsLong());
    assertEquals(0, computed.get("offset").getAsLong());
  }

  @Test
  void administration_needs_its_flag() throws Exception {
    assertError(
        500,
        "unavailable",
        "admin APIs disabled",
        new Exchange("POST", "/admin/tsdb/clean_tombstones").on(fixture.api()));
  }

  @Test
  void rules_and_alerts_are_empty_lists_while_there_is_no_engine_for_them() throws Exception {
    assertEquals("{\"status\":\"success\",\"data\":{\"groups\":[]}}", get("/rules").body());
    assertEquals("{\"status\":\"success\",\"data\":{\"alerts\":[]}}", get("/alerts").body());
    assertEquals(
        "{\"status\":\"success\",\"data\":{\"activeAlertmanagers\":[],"
            + "\"droppedAlertmanagers\":[]}}",
        get("/alertmanagers").body());
  }
}
