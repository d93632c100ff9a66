package dev.pharos.distribution.launcher.log;

import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** Writes a line of the log as one JSON object of strings. */
public final class JsonFormatter extends Formatter {

  @Override
  public String format(LogRecord record) {
    StringBuilder line = new StringBuilder(200).append('{');
    for (Map.Entry<String, String> field : Event.fields(record).entrySet()) {
      if (line.length() > 1) {
        line.append(',');
      }
      LogfmtFormatter.quote(line, field.getKey());
      line.append(':');
      LogfmtFormatter.quote(line, field.getValue());
    }
    return line.append("}\n").toString();
  }
}
