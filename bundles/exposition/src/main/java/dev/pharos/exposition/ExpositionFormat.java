package dev.pharos.exposition;

import java.util.Locale;
import java.util.Optional;

/** The text formats in which metrics are exposed. */
public enum ExpositionFormat {
  TEXT("text/plain", "text/plain; version=0.0.4; charset=utf-8"),
  OPENMETRICS(
      "application/openmetrics-text", "application/openmetrics-text; version=1.0.0; charset=utf-8");

  private final String mediaType;
  private final String contentType;

  ExpositionFormat(String mediaType, String contentType) {
    this.mediaType = mediaType;
    this.contentType = contentType;
  }

  /** The media type, without parameters. */
  public String mediaType() {
    return mediaType;
  }

  /** The value of the header {@code Content-Type}. */
  public String contentType() {
    return contentType;
  }

  /** The format that a header {@code Content-Type} announces, if it is one of these. */
  public static Optional<ExpositionFormat> ofContentType(String contentType) {
    int parameters = contentType.indexOf(';');
    String type =
        (parameters < 0 ? contentType : contentType.substring(0, parameters))
            .strip()
            .toLowerCase(Locale.ROOT);
    for (ExpositionFormat format : values()) {
      if (format.mediaType.equals(type)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }
}
