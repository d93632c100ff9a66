package dev.pharos.distribution.soak;

import com.google.gson.Gson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * A process that examines one damaged folder after the other, so that what crashes or hangs is not
 * the one who looks. Takes folders from its input, a line each, and answers with a line each.
 */
final class Victim {

  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private final Truth truth;

  private Victim(Truth truth) {
    this.truth = truth;
  }

  public static void main(String[] words) throws IOException {
    new Victim(new Truth(Long.parseLong(words[0]), Integer.parseInt(words[1]))).run(System.out);
  }

  private void run(PrintStream out) throws IOException {
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    root.addHandler(new Ear());
    Gson gson = new Gson();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      told.clear();
      out.println(gson.toJson(new Examination(Path.of(line), truth, told).run()));
      out.flush();
    }
  }

  /** Hears warnings. */
  private final class Ear extends Handler {

    private final SimpleFormatter formatter = new SimpleFormatter();

    @Override
    public void publish(LogRecord message) {
      if (message.getLevel().intValue() >= Level.INFO.intValue()) {
        told.add(message.getLevel() + ": " + formatter.formatMessage(message));
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
