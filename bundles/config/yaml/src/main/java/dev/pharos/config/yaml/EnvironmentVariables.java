package dev.pharos.config.yaml;

import java.util.function.UnaryOperator;

/** Fills environment variables into a text: {@code $NAME}, <code>${NAME}</code>, {@code $$}. */
final class EnvironmentVariables {

  private EnvironmentVariables() {}

  /**
   * Expands a text once; what a variable holds is not looked at again.
   *
   * @param environment gives the value of a variable; empty if it is not set
   */
  static String expand(String text, UnaryOperator<String> environment) {
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i++);
      if (c != '$' || i == text.length()) {
        out.append(c);
      } else if (text.charAt(i) == '$') {
        out.append('$');
        i++;
      } else if (text.charAt(i) == '{') {
        int end = text.indexOf('}', i);
        if (end < 0) {
          i++;
        } else {
          out.append(environment.apply(text.substring(i + 1, end)));
          i = end + 1;
        }
      } else {
        int end = i;
        while (end < text.length() && isNamePart(text.charAt(end))) {
          end++;
        }
        out.append(end == i ? "$" : environment.apply(text.substring(i, end)));
        i = end;
      }
    }
    return out.toString();
  }

  private static boolean isNamePart(char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
