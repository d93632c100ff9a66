package dev.pharos.http.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pharos.identity.api.Operation;
import dev.pharos.identity.api.PathRule;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpURI;
import org.junit.jupiter.api.Test;

class PathRulesTest {

  private final PathRules rules = new PathRules();

  private static PathRule rule(String path, Operation operation, String... methods) {
    return new PathRule(path, Set.of(methods), operation);
  }

  private Operation operation(String method, String path) throws Exception {
    return rules.operation(method, RequestPath.of(HttpURI.from("http://host" + path)));
  }

  @Test
  void without_a_rule_safe_methods_read_and_all_others_change() throws Exception {
    for (String method : List.of("GET", "HEAD", "OPTIONS")) {
      assertEquals(Operation.READ, operation(method, "/x"));
    }
    for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "TRACE", "ANYTHING")) {
      assertEquals(Operation.CHANGE, operation(method, "/x"));
    }
  }

  @Test
  void the_longest_path_decides() throws Exception {
    rules.add(
        () ->
            List.of(
                rule("/a/*", Operation.CHANGE),
                rule("/a/b/*", Operation.READ),
                rule("/a/b/c", Operation.INGEST)));

    assertEquals(Operation.CHANGE, operation("GET", "/a"));
    assertEquals(Operation.CHANGE, operation("GET", "/a/bc"));
    assertEquals(Operation.READ, operation("POST", "/a/b"));
    assertEquals(Operation.READ, operation("POST", "/a/b/x"));
    assertEquals(Operation.INGEST, operation("POST", "/a/b/c"));
    assertEquals(Operation.READ, operation("POST", "/a/b/c/d"));
  }

  @Test
  void an_exact_path_beats_the_same_path_with_all_below() throws Exception {
    rules.add(() -> List.of(rule("/a", Operation.READ), rule("/a/*", Operation.CHANGE)));

    assertEquals(Operation.READ, operation("POST", "/a"));
    assertEquals(Operation.CHANGE, operation("GET", "/a/b"));
  }

  @Test
  void of_two_rules_for_one_path_the_stricter_counts() throws Exception {
    rules.add(() -> List.of(rule("/a", Operation.READ)));
    rules.add(() -> List.of(rule("/a", Operation.OPERATE)));

    assertEquals(Operation.OPERATE, operation("GET", "/a"));
  }

  @Test
  void a_rule_for_other_methods_says_nothing() throws Exception {
    rules.add(() -> List.of(rule("/a/*", Operation.INGEST, "POST")));

    assertEquals(Operation.INGEST, operation("POST", "/a"));
    assertEquals(Operation.READ, operation("GET", "/a"));
    assertEquals(Operation.CHANGE, operation("DELETE", "/a"));
  }

  @Test
  void rules_go_with_their_bundle() throws Exception {
    PathRule.Source source = () -> List.of(rule("/a", Operation.INGEST));
    rules.add(source);
    rules.remove(source);

    assertEquals(Operation.CHANGE, operation("POST", "/a"));
  }

  @Test
  void the_web_console_is_guarded_even_without_its_bundle() throws Exception {
    assertEquals(Operation.CHANGE, operation("GET", "/system/console"));
    assertEquals(Operation.CHANGE, operation("GET", "//system//console"));
  }

  @Test
  void the_strictest_reading_of_a_path_counts() throws Exception {
    rules.add(() -> List.of(rule("/a/*", Operation.CHANGE), rule("/b/*", Operation.READ)));

    assertEquals(Operation.CHANGE, operation("GET", "/a%2Fx"));
    assertEquals(Operation.CHANGE, operation("GET", "//a/x"));
    assertEquals(Operation.CHANGE, operation("POST", "//b/x"));
  }
}
