package dev.pharos.model;

/** Which names metrics and labels may have. */
public enum NameScheme {
  /** Any text but the empty one. */
  UTF8,
  /** Letters, digits and {@code _}, in names of metrics {@code :} too; no digit first. */
  LEGACY;

  public boolean allowsLabel(String name) {
    return this == UTF8 ? isText(name) : isLegacy(name, false);
  }

  public boolean allowsMetric(String name) {
    return this == UTF8 ? isText(name) : isLegacy(name, true);
  }

  /** Not empty, and expressible in UTF-8: no half of a surrogate pair stands alone. */
  private static boolean isText(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < name.length()
          && Character.isLowSurrogate(name.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private static boolean isLegacy(String name, boolean colons) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      boolean digit = c >= '0' && c <= '9' && i > 0;
      if (!letter && !digit && !(colons && c == ':')) {
        return false;
      }
    }
    return !name.isEmpty();
  }
}
