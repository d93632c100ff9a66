package dev.pharos.web.pharos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pharos.identity.api.Identities;
import dev.pharos.identity.api.Operation;
import dev.pharos.identity.api.Principal;
import dev.pharos.identity.api.Role;
import dev.pharos.query.api.QueryEngine;
import dev.pharos.query.api.QueryEngine.Running;
import dev.pharos.query.api.QueryEngine.State;
import dev.pharos.query.api.QueryResult;
import dev.pharos.query.api.QueryStatistics;
import dev.pharos.query.api.QueryTrace;
import dev.pharos.query.api.QueryValue;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueriesServletTest {

  private static final Principal EVA = new Principal("eva", Role.VIEWER);
  private static final Principal ADA = new Principal("ada", Role.ADMIN);

  private String asked = "";
  private final List<String> cancelled = new ArrayList<>();
  private final QueriesServlet servlet =
      new QueriesServlet(engine(), identities(), InstantSource.fixed(Instant.ofEpochMilli(5_000)));

  @Test
  void those_who_operate_see_everybody_s_queries() throws IOException {
    assertEquals(
        "{\"queries\":[{\"id\":\"q1\",\"query\":\"up\",\"owner\":\"eva\",\"state\":\"running\","
            + "\"startedMillis\":2000,\"ageMillis\":3000,\"samplesRead\":70,\"samplesHeld\":7,"
            + "\"bytesHeld\":56},{\"id\":\"q2\",\"query\":\"down\",\"owner\":\"ada\","
            + "\"state\":\"queued\",\"startedMillis\":4000,\"ageMillis\":1000,\"samplesRead\":0,"
            + "\"samplesHeld\":0,\"bytesHeld\":0}]}",
        new Exchange("GET", "/queries").by(ADA).through(servlet).text());
  }

  @Test
  void others_see_their_own() throws IOException {
    String text = new Exchange("GET", "/queries").by(EVA).through(servlet).text();

    assertEquals(1, text.split("\"id\"", -1).length - 1, text);
    assertEquals(true, text.contains("\"owner\":\"eva\""), text);
  }

  @Test
  void everybody_ends_their_own() throws IOException {
    assertEquals(204, new Exchange("DELETE", "/queries/q1").by(EVA).through(servlet).status);
    assertEquals(List.of("q1: ended by eva"), cancelled);
  }

  @Test
  void nobody_but_who_operates_ends_those_of_others() throws IOException {
    Exchange refused = new Exchange("DELETE", "/queries/q2").by(EVA).through(servlet);

    assertEquals(404, refused.status);
    assertEquals("path.id", refused.error("where"));
    assertEquals(List.of(), cancelled);
    assertEquals(204, new Exchange("DELETE", "/queries/q1").by(ADA).through(servlet).status);
  }

  @Test
  void a_query_is_traced_at_an_instant_or_over_a_range() throws IOException {
    String trace =
        "{\"totalNanos\":9,\"queueNanos\":1,\"preparationNanos\":2,\"samplesRead\":30,"
            + "\"peakSamples\":4,\"peakBytes\":32,\"trace\":{\"operator\":\"Select\","
            + "\"description\":\"up\",\"totalNanos\":6,\"ownNanos\":6,\"seriesOut\":2,"
            + "\"samplesRead\":30,\"peakSamples\":4,\"peakBytes\":32,\"children\":[]}}";

    assertEquals(
        trace, new Exchange("GET", "/queries/trace?query=up").by(EVA).through(servlet).text());
    assertEquals("up at 5000", asked);
    new Exchange("GET", "/queries/trace?query=up&from=1000&to=3000&step=500").through(servlet);
    assertEquals("up from 1000 to 3000 by 500", asked);
    Exchange refused =
        new Exchange("GET", "/queries/trace?query=up&from=0&to=20000&step=1").through(servlet);
    assertEquals(400, refused.status);
    assertEquals("query.step", refused.error("where"));
  }

  private QueryResult answer(String question) {
    asked = question;
    return new QueryResult(
        new QueryValue.Vector(List.of()),
        List.of(),
        List.of(),
        new QueryStatistics(new QueryStatistics.Timings(1, 2, 6, 0, 9), 30, 20, 4, 32, List.of()),
        Optional.of(new QueryTrace("Select", "up", 6, 6, 2, 30, 4, 32, List.of())));
  }

  private QueryEngine engine() {
    List<Running> running =
        List.of(
            new Running("q1", "up", "eva", 2_000, State.RUNNING, 70, 7, 56),
            new Running("q2", "down", "ada", 4_000, State.QUEUED, 0, 0, 0));
    return (QueryEngine)
        Proxy.newProxyInstance(
            QueryEngine.class.getClassLoader(),
            new Class<?>[] {QueryEngine.class},
            (_, method, arguments) ->
                switch (method.getName()) {
                  case "running" -> running;
                  case "instant" -> answer(arguments[1] + " at " + arguments[2]);
                  case "range" ->
                      answer(
                          arguments[1]
                              + " from "
                              + arguments[2]
                              + " to "
                              + arguments[3]
                              + " by "
                              + arguments[4]);
                  case "cancel" -> cancelled.add(arguments[0] + ": " + arguments[1]);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private static Identities identities() {
    return (Identities)
        Proxy.newProxyInstance(
            Identities.class.getClassLoader(),
            new Class<?>[] {Identities.class},
            (_, method, arguments) -> {
              assertEquals("may", method.getName());
              assertEquals(Operation.OPERATE, arguments[1]);
              return ((Principal) arguments[0]).has(Operation.OPERATE.needed());
            });
  }
}
