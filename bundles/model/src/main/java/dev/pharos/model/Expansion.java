package dev.pharos.model;

/** Expands templates with the groups of a match, by the rules of Go's {@code Regexp.Expand}. */
final class Expansion {

  private Expansion() {}

  static String expand(com.google.re2j.Matcher match, String template) {
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < template.length()) {
      char c = template.charAt(i);
      if (c != '$' || i + 1 == template.length()) {
        out.append(c);
        i++;
      } else if (template.charAt(i + 1) == '$') {
        out.append('$');
        i += 2;
      } else {
        i = appendGroup(out, match, template, i);
      }
    }
    return out.toString();
  }

  /**
   * Appends the group named at {@code dollar}, or the dollar itself, and returns where to go on.
   */
  private static int appendGroup(
      StringBuilder out, com.google.re2j.Matcher match, String template, int dollar) {
    boolean braced = template.charAt(dollar + 1) == '{';
    int start = dollar + (braced ? 2 : 1);
    int end = start;
    while (end < template.length() && isNamePart(template.charAt(end))) {
      end++;
    }
    boolean closed = !braced || (end < template.length() && template.charAt(end) == '}');
    if (end == start || !closed) {
      out.append('$');
      return dollar + 1;
    }
    out.append(group(match, template.substring(start, end)));
    return braced ? end + 1 : end;
  }

  private static boolean isNamePart(char c) {
    return c == '_' || Character.isLetterOrDigit(c);
  }

  /** The text of a group by number or name; a group that does not exist is empty, as in Go. */
  private static String group(com.google.re2j.Matcher match, String name) {
    String found = null;
    if (name.chars().allMatch(Character::isDigit)) {
      if (name.length() <= 9 && Integer.parseInt(name) <= match.groupCount()) {
        found = match.group(Integer.parseInt(name));
      }
    } else if (match.pattern().namedGroups().containsKey(name)) {
      found = match.group(name);
    }
    return found == null ? "" : found;
  }
}
