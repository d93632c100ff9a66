package dev.pharos.query.promql.function;

/**
 * Days, months and years of instants in UTC, by arithmetic alone: years are counted from March, so
 * that the leap day comes last, in eras of 400 years.
 */
public final class Calendar {

  private static final int DAY_SECONDS = 86_400;
  private static final long ERA_DAYS = 146_097;
  private static final int YEAR_ZERO_TO_EPOCH_DAYS = 719_468;

  /** The first second of Go's calendar. */
  private static final long FIRST = -9_223_372_028_715_321_600L;

  private static final long ERA_SECONDS = ERA_DAYS * DAY_SECONDS;

  /** How many eras there are in 2 to the 64 seconds, and how many seconds are left. */
  private static final long WRAP_ERAS = Long.divideUnsigned(-1, ERA_SECONDS);

  private static final long WRAP_REST = Long.remainderUnsigned(-1, ERA_SECONDS) + 1;

  private Calendar() {}

  public static long minute(long seconds) {
    return Math.floorMod(seconds, 3600) / 60;
  }

  public static long hour(long seconds) {
    return Math.floorMod(seconds, DAY_SECONDS) / 3600;
  }

  /** 0 is Sunday. */
  public static long dayOfWeek(long seconds) {
    return Math.floorMod(Math.floorDiv(seconds, DAY_SECONDS) + 4, 7);
  }

  public static long dayOfMonth(long seconds) {
    long dayOfYear = dayFromMarch(seconds);
    return dayOfYear - (153 * monthFromMarch(dayOfYear) + 2) / 5 + 1;
  }

  public static long month(long seconds) {
    long fromMarch = monthFromMarch(dayFromMarch(seconds));
    return fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  }

  public static long year(long seconds) {
    long dayOfEra = Math.floorMod(days(seconds), ERA_DAYS);
    long fromMarch = yearOfEra(dayOfEra) + Math.floorDiv(days(seconds), ERA_DAYS) * 400;
    return month(seconds) <= 2 ? fromMarch + 1 : fromMarch;
  }

  public static long dayOfYear(long seconds) {
    long fromMarch = dayFromMarch(seconds);
    // January and February stand at the end of the year that begins in March.
    return fromMarch >= 306 ? fromMarch - 305 : fromMarch + (isLeap(year(seconds)) ? 61 : 60);
  }

  public static long daysInMonth(long seconds) {
    return switch ((int) month(seconds)) {
      case 2 -> isLeap(year(seconds)) ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  private static boolean isLeap(long year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  }

  private static long days(long seconds) {
    return Math.floorDiv(seconds, DAY_SECONDS) + YEAR_ZERO_TO_EPOCH_DAYS;
  }

  /**
   * The seconds since the epoch that a value stands for, give or take whole eras, as {@link #years}
   * tells.
   *
   * <p>What is no number, or too large a one, is the least number of seconds there is, as where Go
   * converts it. That lies before the first year of Go's calendar, whose arithmetic without signs
   * goes on with the last year then.
   */
  public static long seconds(double value) {
    long seconds = asInGo(value);
    return seconds < FIRST ? seconds + WRAP_REST : seconds;
  }

  /** How many years the instant of a value is after that of its {@link #seconds}. */
  public static long years(double value) {
    return asInGo(value) < FIRST ? WRAP_ERAS * 400 : 0;
  }

  private static long asInGo(double value) {
    boolean fits = value >= Long.MIN_VALUE && value < 0x1p63;
    return fits ? (long) value : Long.MIN_VALUE;
  }

  private static long yearOfEra(long dayOfEra) {
    return (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
  }

  private static long dayFromMarch(long seconds) {
    long dayOfEra = Math.floorMod(days(seconds), ERA_DAYS);
    long year = yearOfEra(dayOfEra);
    return dayOfEra - (365 * year + year / 4 - year / 100);
  }

  private static long monthFromMarch(long dayFromMarch) {
    return (5 * dayFromMarch + 2) / 153;
  }
}
