package dev.pharos.ui.app.part;

import java.time.Duration;
import java.util.Locale;

/** Numbers in words, where the server writes them. */
public final class Words {

  private Words() {}

  /** A count with its noun, such as {@code 1 target} or {@code 12 targets}. */
  public static String count(long count, String one, String many) {
    return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many);
  }

  public static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A duration as short as it can be told: {@code 12.3 ms}, {@code 1.20 s}. */
  public static String seconds(double seconds) {
    if (seconds < 1e-3) {
      return String.format(Locale.ROOT, "%.0f µs", seconds * 1e6);
    }
    return seconds < 1
        ? String.format(Locale.ROOT, "%.1f ms", seconds * 1e3)
        : String.format(Locale.ROOT, "%.2f s", seconds);
  }

  /** A length of time in days, hours and minutes, such as {@code 1d 2h}. */
  public static String length(Duration duration) {
    String days = duration.toDays() > 0 ? duration.toDays() + "d " : "";
    String hours = duration.toHoursPart() > 0 ? duration.toHoursPart() + "h " : "";
    String minutes = duration.toMinutesPart() > 0 ? duration.toMinutesPart() + "m" : "";
    String text = (days + hours + minutes).strip();
    return text.isEmpty() ? "0m" : text;
  }
}
