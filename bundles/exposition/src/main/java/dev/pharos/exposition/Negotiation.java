package dev.pharos.exposition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The format a reader is answered in, as its header {@code Accept} asks for it.
 *
 * @param format what is written
 * @param version of the format, as the reader wants it called
 * @param escaping how names beyond the plain ones are written
 */
public record Negotiation(ExpositionFormat format, String version, NameEscaping escaping) {

  /** The answer to a reader that does not say what it reads. */
  public static final Negotiation DEFAULT =
      new Negotiation(ExpositionFormat.TEXT, "0.0.4", NameEscaping.UNDERSCORES);

  private record Accepted(String mediaType, Map<String, String> parameters, double quality) {}

  /**
   * The most wanted of the formats there are; {@link #DEFAULT} if none is wanted.
   *
   * @param accept value of the header; empty if there is none
   */
  public static Negotiation of(String accept) {
    NameEscaping escaping = DEFAULT.escaping;
    for (Accepted accepted : parse(accept)) {
      escaping = NameEscaping.of(accepted.parameters.getOrDefault("escaping", "")).orElse(escaping);
      String version = accepted.parameters.getOrDefault("version", "");
      ExpositionFormat format = ExpositionFormat.ofContentType(accepted.mediaType).orElse(null);
      if (format == ExpositionFormat.OPENMETRICS
          && List.of("", "0.0.1", "1.0.0").contains(version)) {
        return new Negotiation(format, version.isEmpty() ? "1.0.0" : version, escaping);
      }
      if (format == ExpositionFormat.TEXT && List.of("", "0.0.4", "1.0.0").contains(version)) {
        return new Negotiation(format, version.isEmpty() ? "0.0.4" : version, escaping);
      }
    }
    return new Negotiation(DEFAULT.format, DEFAULT.version, escaping);
  }

  /** The value of the header {@code Content-Type} of the answer. */
  public String contentType() {
    return format.mediaType()
        + "; version="
        + version
        + "; charset=utf-8; escaping="
        + escaping.text();
  }

  /** The entries of the header, the most wanted first. */
  private static List<Accepted> parse(String accept) {
    List<Accepted> entries = new ArrayList<>();
    for (String entry : accept.split(",", -1)) {
      String[] parts = entry.split(";", -1);
      Map<String, String> parameters = new HashMap<>();
      for (int i = 1; i < parts.length; i++) {
        int equals = parts[i].indexOf('=');
        if (equals > 0) {
          parameters.put(
              parts[i].substring(0, equals).strip().toLowerCase(Locale.ROOT),
              parts[i].substring(equals + 1).strip().replace("\"", ""));
        }
      }
      double quality = quality(parameters.getOrDefault("q", "1"));
      if (quality > 0) {
        entries.add(new Accepted(parts[0].strip(), parameters, quality));
      }
    }
    entries.sort(Comparator.comparingDouble(Accepted::quality).reversed());
    return entries;
  }

  private static double quality(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return 1;
    }
  }
}
