package dev.pharos.distribution.launcher.log;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Carries warnings and errors of the OSGi Log Service to the log of the process.
 *
 * <p>Service Component Runtime tells there, and nowhere else, why a component did not start.
 */
public final class OsgiLog implements LogListener, AutoCloseable {

  private final ServiceTracker<LogReaderService, LogReaderService> readers;

  public OsgiLog(BundleContext context) {
    readers =
        new ServiceTracker<>(context, LogReaderService.class, null) {
          @Override
          public LogReaderService addingService(ServiceReference<LogReaderService> reference) {
            LogReaderService reader = super.addingService(reference);
            reader.addLogListener(OsgiLog.this);
            return reader;
          }
        };
    readers.open();
  }

  @Override
  public void logged(LogEntry entry) {
    LogLevel level = entry.getLogLevel();
    if (level != LogLevel.ERROR && level != LogLevel.WARN) {
      return;
    }
    if (entry.getLoggerName().startsWith("Events.")) {
      // What the framework tells of bundles and services; its errors are told by FrameworkErrors.
      return;
    }
    LogRecord record =
        new LogRecord(level == LogLevel.ERROR ? Level.SEVERE : Level.WARNING, entry.getMessage());
    String from =
        entry.getBundle() == null ? entry.getLoggerName() : entry.getBundle().getSymbolicName();
    record.setLoggerName(from);
    record.setThrown(entry.getException());
    Logger.getLogger(from).log(record);
  }

  @Override
  public void close() {
    readers.close();
  }
}
