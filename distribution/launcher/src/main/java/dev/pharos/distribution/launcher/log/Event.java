package dev.pharos.distribution.launcher.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/**
 * One line of the log as ordered fields: {@code ts}, {@code level}, {@code component}, {@code msg},
 * and for a failure {@code err} with its causes.
 *
 * <p>A failure that is an error, or met while debugging, carries its {@code stack} too.
 */
final class Event {

  private static final String OURS = "dev.pharos.";
  private static final Formatter MESSAGES = new SimpleFormatter();

  private Event() {}

  static Map<String, String> fields(LogRecord record) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("ts", timestamp(record.getInstant()));
    fields.put("level", level(record.getLevel()));
    fields.put("component", component(record.getLoggerName()));
    fields.put("msg", message(record));
    Throwable failure = record.getThrown();
    if (failure != null) {
      fields.put("err", causes(failure));
      if (record.getLevel().intValue() >= Level.SEVERE.intValue()
          || Logger.getLogger("").isLoggable(Level.FINE)) {
        fields.put("stack", stack(failure));
      }
    }
    return fields;
  }

  static String level(Level level) {
    int weight = level.intValue();
    if (weight >= Level.SEVERE.intValue()) {
      return "error";
    }
    if (weight >= Level.WARNING.intValue()) {
      return "warn";
    }
    return weight >= Level.INFO.intValue() ? "info" : "debug";
  }

  /** Ours without prefix and class, such as {@code storage.tsdb}; others' package. */
  static String component(@Nullable String loggerName) {
    if (loggerName == null || loggerName.isEmpty()) {
      return "jvm";
    }
    String name = loggerName.startsWith(OURS) ? loggerName.substring(OURS.length()) : loggerName;
    int end = name.length();
    for (int dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
      if (dot + 1 < name.length() && Character.isUpperCase(name.charAt(dot + 1))) {
        end = dot;
      } else {
        break;
      }
    }
    return name.substring(0, end);
  }

  private static String timestamp(Instant instant) {
    String text = Instant.ofEpochMilli(instant.toEpochMilli()).toString();
    return text.length() == "2026-01-01T00:00:00Z".length()
        ? text.substring(0, text.length() - 1) + ".000Z"
        : text;
  }

  private static String message(LogRecord record) {
    ResourceBundle translations = record.getResourceBundle();
    if (translations == null && record.getParameters() == null) {
      return String.valueOf(record.getMessage());
    }
    return MESSAGES.formatMessage(record);
  }

  /** The failure and its causes, each once: a wrapper that only repeats its cause is left out. */
  static String causes(Throwable failure) {
    StringBuilder text = new StringBuilder();
    Throwable at = failure;
    for (int depth = 0; at != null && depth < 8; depth++, at = at.getCause()) {
      Throwable cause = at.getCause();
      if (cause != null && cause.toString().equals(at.getMessage())) {
        continue;
      }
      if (!text.isEmpty()) {
        text.append(": ");
      }
      text.append(at);
    }
    return text.toString();
  }

  private static String stack(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    Iterator<String> lines = text.toString().lines().iterator();
    return String.join("\n", (Iterable<String>) () -> lines);
  }
}
