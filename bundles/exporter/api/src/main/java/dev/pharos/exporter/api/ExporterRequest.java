package dev.pharos.exporter.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a scrape asks for.
 *
 * @param parameters the query parameters of the scrape, such as {@code target}, {@code module} or
 *     {@code collect[]}
 */
public record ExporterRequest(Map<String, List<String>> parameters) {

  public static final ExporterRequest PLAIN = new ExporterRequest(Map.of());

  public ExporterRequest {
    parameters = Map.copyOf(parameters);
  }

  /** The first value of a parameter. */
  public Optional<String> parameter(String name) {
    return parameters.getOrDefault(name, List.of()).stream().findFirst();
  }
}
