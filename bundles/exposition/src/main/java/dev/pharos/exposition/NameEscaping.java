package dev.pharos.exposition;

import java.util.Optional;

/**
 * How names beyond letters, digits and underscores are told to a reader that may not know them.
 *
 * <p>A reader asks for one with {@code escaping=} in its {@code Accept}.
 */
public enum NameEscaping {
  /** As they are, in quotes. */
  ALLOW_UTF_8("allow-utf-8"),
  /** Every other character becomes an underscore. */
  UNDERSCORES("underscores"),
  /** Dots become {@code _dot_}, underscores two of them, others one or two. */
  DOTS("dots"),
  /** {@code U__} in front, underscores twice, others as {@code _2e_}: can be turned back. */
  VALUES("values");

  private final String text;

  NameEscaping(String text) {
    this.text = text;
  }

  /** As it stands in headers. */
  public String text() {
    return text;
  }

  /** The escaping of that name, if there is one. */
  public static Optional<NameEscaping> of(String text) {
    for (NameEscaping escaping : values()) {
      if (escaping.text.equals(text)) {
        return Optional.of(escaping);
      }
    }
    return Optional.empty();
  }

  /** The name as it is written; the name itself if it needs no escaping. */
  String escape(String name) {
    boolean plain = NameBytes.isPlainMetricName(name);
    if (name.isEmpty() || this == ALLOW_UTF_8 || (plain && this != DOTS)) {
      return name;
    }
    StringBuilder out = new StringBuilder(this == VALUES ? "U__" : "");
    name.codePoints().forEach(c -> escape(out, c));
    return out.toString();
  }

  private void escape(StringBuilder out, int c) {
    boolean known =
        c < 128
            && NameBytes.inMetricName((byte) c, !out.isEmpty())
            && (c != '_' || this == UNDERSCORES);
    if (known) {
      out.append((char) c);
      return;
    }
    switch (this) {
      case UNDERSCORES, ALLOW_UTF_8 -> out.append('_');
      case DOTS -> out.append(c == '.' ? "_dot_" : "__");
      case VALUES -> {
        if (c == '_') {
          out.append("__");
        } else {
          out.append('_').append(Integer.toHexString(c)).append('_');
        }
      }
    }
  }
}
