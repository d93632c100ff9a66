package dev.pharos.dashboard.store;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations as dashboards write them: {@code 30s}, {@code 1h30m}, {@code 7d}. */
final class Durations {

  private static final Pattern WHOLE =
      Pattern.compile(
          "(?:(\\d{1,6})w)?(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,6})s)?");
  private static final long[] UNIT_SECONDS = {7 * 24 * 3600, 24 * 3600, 3600, 60, 1};

  private Durations() {}

  /** The duration in seconds, or -1 if the text is none. */
  static long seconds(String text) {
    if (text.equals("0")) {
      return 0;
    }
    Matcher matcher = WHOLE.matcher(text);
    if (text.isEmpty() || !matcher.matches()) {
      return -1;
    }
    long seconds = 0;
    for (int i = 0; i < UNIT_SECONDS.length; i++) {
      String count = matcher.group(i + 1);
      if (count != null) {
        seconds += Long.parseLong(count) * UNIT_SECONDS[i];
      }
    }
    return seconds;
  }
}
