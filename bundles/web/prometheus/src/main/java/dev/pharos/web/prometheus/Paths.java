package dev.pharos.web.prometheus;

import dev.pharos.identity.api.Operation;
import dev.pharos.identity.api.PathRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** What requests for the API's paths do, so that it can be decided who may make them. */
@Component(service = PathRule.Source.class)
public final class Paths implements PathRule.Source {

  private static final Set<String> ALL = Set.of();
  private static final Set<String> POST = Set.of("POST");

  private static final List<String> READ_BY_POST =
      List.of(
          "query",
          "query_range",
          "query_exemplars",
          "format_query",
          "parse_query",
          "series",
          "labels",
          "read");

  @Override
  public List<PathRule> rules() {
    List<PathRule> rules = new ArrayList<>();
    for (String name : READ_BY_POST) {
      rules.add(new PathRule("/api/v1/" + name, POST, Operation.READ));
    }
    rules.add(new PathRule("/api/v1/write", ALL, Operation.INGEST));
    rules.add(new PathRule("/api/v1/otlp/*", ALL, Operation.INGEST));
    rules.add(new PathRule("/api/v1/admin/*", ALL, Operation.OPERATE));
    rules.add(new PathRule("/-/reload", ALL, Operation.OPERATE));
    rules.add(new PathRule("/-/quit", ALL, Operation.OPERATE));
    return rules;
  }
}
