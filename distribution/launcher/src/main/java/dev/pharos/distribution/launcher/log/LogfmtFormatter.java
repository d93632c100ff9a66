package dev.pharos.distribution.launcher.log;

import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** Writes a line of the log in logfmt: {@code key=value}, quoted where needed. */
public final class LogfmtFormatter extends Formatter {

  @Override
  public String format(LogRecord record) {
    StringBuilder line = new StringBuilder(160);
    for (Map.Entry<String, String> field : Event.fields(record).entrySet()) {
      if (!line.isEmpty()) {
        line.append(' ');
      }
      line.append(field.getKey()).append('=');
      if (field.getKey().equals("msg") || needsQuotes(field.getValue())) {
        quote(line, field.getValue());
      } else {
        line.append(field.getValue());
      }
    }
    return line.append('\n').toString();
  }

  private static boolean needsQuotes(String value) {
    if (value.isEmpty()) {
      return true;
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c <= ' ' || c == '"' || c == '=' || c == '\\' || c == 0x7f) {
        return true;
      }
    }
    return false;
  }

  /** Appends the value in double quotes; also what JSON calls a string. */
  static void quote(StringBuilder line, String value) {
    line.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> line.append("\\\"");
        case '\\' -> line.append("\\\\");
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        case '\t' -> line.append("\\t");
        default -> {
          if (c < ' ' || c == 0x7f) {
            line.append("\\u00").append(Character.forDigit(c >> 4, 16));
            line.append(Character.forDigit(c & 15, 16));
          } else {
            line.append(c);
          }
        }
      }
    }
    line.append('"');
  }
}
