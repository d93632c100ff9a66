package dev.pharos.ui.vaadin.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.identity.api.Operation;
import dev.pharos.identity.api.PathRule;
import java.util.List;
import org.junit.jupiter.api.Test;

class PagePathsTest {

  private final List<PathRule> rules = new PagePaths().rules();

  @Test
  void what_the_console_posts_by_itself_reads() {
    assertEquals(Operation.READ, operation("POST", "/"));
    assertEquals(Operation.READ, operation("POST", "/VAADIN/dynamic/resource/1/x"));
    assertEquals(Operation.READ, operation("GET", "/VAADIN/push"));
  }

  @Test
  void paths_of_others_are_none_of_its_business() {
    assertTrue(rules.stream().noneMatch(rule -> rule.applies("POST", "/api/v1/admin")));
    assertTrue(rules.stream().noneMatch(rule -> rule.applies("POST", "/query")));
  }

  private Operation operation(String method, String path) {
    return rules.stream()
        .filter(rule -> rule.applies(method, path))
        .findFirst()
        .orElseThrow()
        .operation();
  }
}
