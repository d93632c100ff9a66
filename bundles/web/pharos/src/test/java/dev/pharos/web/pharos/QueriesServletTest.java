package dev.pharos.web.pharos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pharos.identity.api.Identities;
import dev.pharos.identity.api.Operation;
import dev.pharos.identity.api.Principal;
import dev.pharos.identity.api.Role;
import dev.pharos.query.api.QueryEngine;
import dev.pharos.query.api.QueryEngine.Running;
import dev.pharos.query.api.QueryEngine.State;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueriesServletTest {

  private static final Principal EVA = new Principal("eva", Role.VIEWER);
  private static final Principal ADA = new Principal("ada", Role.ADMIN);

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
