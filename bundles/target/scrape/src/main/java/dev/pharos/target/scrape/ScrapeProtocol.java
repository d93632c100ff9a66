package dev.pharos.target.scrape;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The ways of writing an exposition, as {@code scrape_protocols} names them. */
enum ScrapeProtocol {
  PROMETHEUS_PROTO(
      "PrometheusProto",
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited",
      true),
  OPEN_METRICS_TEXT_1_0_0(
      "OpenMetricsText1.0.0", "application/openmetrics-text;version=1.0.0", true),
  OPEN_METRICS_TEXT_0_0_1(
      "OpenMetricsText0.0.1", "application/openmetrics-text;version=0.0.1", false),
  PROMETHEUS_TEXT_1_0_0("PrometheusText1.0.0", "text/plain;version=1.0.0", true),
  PROMETHEUS_TEXT_0_0_4("PrometheusText0.0.4", "text/plain;version=0.0.4", false);

  /** What is asked for where nothing else is written. */
  static final List<ScrapeProtocol> DEFAULT =
      List.of(
          OPEN_METRICS_TEXT_1_0_0,
          OPEN_METRICS_TEXT_0_0_1,
          PROMETHEUS_TEXT_1_0_0,
          PROMETHEUS_TEXT_0_0_4);

  private final String text;
  private final String mediaType;
  private final boolean escapes;

  ScrapeProtocol(String text, String mediaType, boolean escapes) {
    this.text = text;
    this.mediaType = mediaType;
    this.escapes = escapes;
  }

  /** As configurations write it. */
  String text() {
    return text;
  }

  String mediaType() {
    return mediaType;
  }

  /** Whether this process reads it. */
  boolean isReadable() {
    return this != PROMETHEUS_PROTO;
  }

  static Optional<ScrapeProtocol> of(String text) {
    return Arrays.stream(values()).filter(protocol -> protocol.text.equals(text)).findFirst();
  }

  /**
   * The header {@code Accept} that asks for these, the first the dearest.
   *
   * @param escaping how names that are not legacy names are to be written
   */
  static String accept(List<ScrapeProtocol> protocols, String escaping) {
    StringBuilder header = new StringBuilder();
    int weight = protocols.size() + 1;
    for (ScrapeProtocol protocol : protocols) {
      if (protocol.isReadable()) {
        header.append(protocol.mediaType);
        if (protocol.escapes) {
          header.append(";escaping=").append(escaping);
        }
        header.append(";q=0.").append(weight).append(',');
      }
      weight--;
    }
    return header.append("*/*;q=0.").append(weight).toString();
  }
}
