package dev.pharos.distribution.launcher.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

/** Sets up the log of the process. */
public final class Logging {

  /** Loggers are held weakly, and with them their levels. */
  private static final Logger ROOT = Logger.getLogger("");

  /** What libraries say at each start although all is well: the web console, Vaadin's push. */
  private static final List<String> NO_NEWS =
      List.of("Legacy webconsole plugin found", "Unable to determin servlet registration");

  private static final Logger OURS = Logger.getLogger("dev.pharos");

  private Logging() {}

  /**
   * Keeps the log open to the very end: the stock manager closes it as soon as the process is asked
   * to stop. To be called before anything logs.
   */
  public static void claim() {
    System.setProperty("java.util.logging.manager", Manager.class.getName());
  }

  /**
   * Chooses level and format. Libraries are heard from {@code warn} on, unless the level is {@code
   * debug}.
   *
   * @param level one of {@code debug}, {@code info}, {@code warn}, {@code error}
   * @param format {@code logfmt} or {@code json}
   */
  public static void configure(String level, String format) {
    for (Handler handler : ROOT.getHandlers()) {
      ROOT.removeHandler(handler);
    }
    Formatter formatter = format.equals("json") ? new JsonFormatter() : new LogfmtFormatter();
    Handler handler = new Console(new FileOutputStream(FileDescriptor.err), formatter);
    handler.setLevel(Level.ALL);
    handler.setFilter(Logging::isNews);
    ROOT.addHandler(handler);
    Level chosen = level(level);
    OURS.setLevel(chosen);
    ROOT.setLevel(chosen.equals(Level.INFO) ? Level.WARNING : chosen);
    if (chosen.equals(Level.FINE)) {
      // The JDK's HTTP client and Jetty write pages at debug; nobody has asked for those.
      for (Logger chatter : CHATTER) {
        chatter.setLevel(Level.INFO);
      }
    }
  }

  private static final Logger[] CHATTER = {
    Logger.getLogger("org.eclipse.jetty"),
    Logger.getLogger("org.atmosphere"),
    Logger.getLogger("com.vaadin"),
    Logger.getLogger("jdk"),
    Logger.getLogger("sun")
  };

  private static boolean isNews(LogRecord record) {
    String message = record.getMessage();
    return message == null || NO_NEWS.stream().noneMatch(message::startsWith);
  }

  static Level level(String name) {
    return switch (name) {
      case "debug" -> Level.FINE;
      case "info" -> Level.INFO;
      case "warn" -> Level.WARNING;
      case "error" -> Level.SEVERE;
      default -> throw new IllegalArgumentException("no log level is called '" + name + "'");
    };
  }

  /** The manager that does not close the log when the process stops. */
  public static final class Manager extends LogManager {
    @Override
    public void reset() {
      // Called by the stock shutdown hook, which runs beside ours; we log until we end.
    }
  }

  private static final class Console extends StreamHandler {

    Console(OutputStream out, Formatter formatter) {
      super(out, formatter);
      try {
        setEncoding(StandardCharsets.UTF_8.name());
      } catch (java.io.UnsupportedEncodingException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public synchronized void publish(LogRecord record) {
      super.publish(record);
      flush();
    }
  }
}
