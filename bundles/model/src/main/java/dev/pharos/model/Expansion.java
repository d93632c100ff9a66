package dev.pharos.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Expands templates with the groups of a match, by the rules of Go's {@code Regexp.Expand}.
 *
 * @param twins by the name of a group, those of further ones that have it in the pattern
 */
record Expansion(com.google.re2j.Matcher match, Map<String, List<String>> twins) {

  String expand(String template) {
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
        i = appendGroup(out, template, i);
      }
    }
    return out.toString();
  }

  /**
   * Appends the group named at {@code dollar}, or the dollar itself, and returns where to go on.
   */
  private int appendGroup(StringBuilder out, String template, int dollar) {
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
    out.append(group(template.substring(start, end)));
    return braced ? end + 1 : end;
  }

  private static boolean isNamePart(char c) {
    return c == '_' || Character.isLetterOrDigit(c);
  }

  /** The text of a group by number or name; a group that does not exist is empty, as in Go. */
  private String group(String name) {
    String found = null;
    if (name.chars().allMatch(Character::isDigit)) {
      if (name.length() <= 9 && Integer.parseInt(name) <= match.groupCount()) {
        found = match.group(Integer.parseInt(name));
      }
    } else {
      found = named(name);
    }
    return found == null ? "" : found;
  }

  /** Of several groups of one name, the first that took part in the match. */
  private @Nullable String named(String name) {
    if (!match.pattern().namedGroups().containsKey(name)) {
      return null;
    }
    String found = match.group(name);
    for (String twin : twins.getOrDefault(name, List.of())) {
      found = found == null ? match.group(twin) : found;
    }
    return found;
  }
}
