package dev.pharos.web.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.identity.api.Operation;
import org.junit.jupiter.api.Test;

class PathsTest {

  private static Operation operation(String method, String path) {
    return new Paths()
        .rules().stream()
            .filter(rule -> rule.applies(method, path))
            .findFirst()
            .orElseThrow()
            .operation();
  }

  @Test
  void a_query_may_be_posted_by_whoever_may_read() {
    assertEquals(Operation.READ, operation("POST", "/api/v1/query_range"));
  }

  @Test
  void stopping_and_reloading_are_operation_and_writing_is_ingestion() {
    assertEquals(Operation.OPERATE, operation("POST", "/-/quit"));
    assertEquals(Operation.OPERATE, operation("PUT", "/api/v1/admin/tsdb/snapshot"));
    assertEquals(Operation.INGEST, operation("POST", "/api/v1/write"));
    assertTrue(new Paths().rules().stream().noneMatch(r -> r.operation() == Operation.CHANGE));
  }
}
