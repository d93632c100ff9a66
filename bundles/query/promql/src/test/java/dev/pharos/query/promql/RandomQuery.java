package dev.pharos.query.promql;

import java.util.Random;

/**
 * Queries over {@link RandomSeries}, valid ones, in the language that Prometheus 2.42 and 3 share.
 *
 * <p>Where two engines may round differently, as an average does, nothing is built on top that
 * turns a last bit into another answer: no rounding, comparing, picking of the largest, division by
 * it. Ranges of subqueries end between the instants that they are evaluated at.
 */
final class RandomQuery {

  /**
   * A part of a query.
   *
   * @param bits how many bits its values need at most, if sums of them are the same in any order;
   *     else {@link #SAME} if the values are the same on both sides, or {@link #ROUNDED}
   */
  private record Part(String text, int bits) {
    boolean same() {
      return bits <= SAME;
    }
  }

  private static final int SAME = 53;
  private static final int ROUNDED = 1000;

  private final Random random;

  RandomQuery(Random random) {
    this.random = random;
  }

  String next() {
    int depth = 1 + random.nextInt(4);
    return random.nextInt(25) == 0 ? scalar(depth).text() : vector(depth).text();
  }

  private String any(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private Part vector(int depth) {
    if (depth <= 0) {
      return selector();
    }
    return switch (random.nextInt(14)) {
      case 0, 1, 2 -> overTime(depth - 1);
      case 3, 4, 5 -> aggregation(depth - 1);
      case 6 -> withScalar(depth - 1);
      case 7, 8 -> binary(depth - 1);
      case 9 -> set(depth - 1);
      case 10, 11 -> function(depth - 1);
      case 12 -> other(depth - 1);
      default -> selector();
    };
  }

  /** A vector whose values are the same on both sides. */
  private Part same(int depth) {
    for (int i = 0; i < 20; i++) {
      Part part = vector(depth);
      if (part.same()) {
        return part;
      }
    }
    return selector();
  }

  private Part metric() {
    return switch (random.nextInt(8)) {
      case 0, 1 -> new Part("gauge", 13);
      case 2 -> new Part("high_total", 22);
      case 3 -> new Part("low_total", 20);
      case 4 -> new Part("real", SAME);
      case 5 -> new Part("odd", SAME);
      case 6 -> new Part("info", 1);
      default -> new Part("size_bucket", 16);
    };
  }

  private String matchers(String name) {
    return switch (random.nextInt(12)) {
      case 0 -> name + "{job=\"a\"}";
      case 1 -> name + "{instance=~\"i[0-2]\"}";
      case 2 -> name + "{job!=\"a\",instance!~\"i(1|2)\"}";
      case 3 -> name + "{mode=\"\"}";
      case 4 -> name + "{instance=\"i" + random.nextInt(5) + "\"}";
      case 5 -> "{__name__=\"" + name + "\",job=~\".+\",nope=\"\"}";
      case 6 -> name + "{job=~\"a|b\",le!=\"0.5\"}";
      default -> name;
    };
  }

  private String shift() {
    return switch (random.nextInt(14)) {
      case 0 -> " offset " + any("1m", "7m", "1h", "45s", "-2m", "-17s");
      case 1 -> " @ " + (RandomSeries.START / 1000 + random.nextInt(7200)) + ".5";
      case 2 -> " @ " + any("start()", "end()");
      case 3 -> " @ end() offset " + any("5m", "-1m");
      default -> "";
    };
  }

  private Part selector() {
    if (random.nextInt(30) == 0) {
      return new Part("{__name__=~\"gauge|real\",instance=\"i1\"}" + shift(), SAME);
    }
    Part metric = metric();
    return new Part(matchers(metric.text()) + shift(), metric.bits());
  }

  private Part range(int depth) {
    if (random.nextInt(4) == 0) {
      Part inner = vector(depth);
      String text = inner.text().matches("[a-z_]+") ? inner.text() : "(" + inner.text() + ")";
      String step = any("", "15s", "1m", "7s", "90s");
      return new Part(
          text + "[" + any("3m", "10m", "31m") + "13ms:" + step + "]" + shift(), inner.bits());
    }
    Part metric = metric();
    return new Part(
        matchers(metric.text()) + "[" + any("20s", "1m", "5m", "7m", "30m", "1h") + "]" + shift(),
        metric.bits());
  }

  private Part overTime(int depth) {
    Part range = range(depth);
    String text = range.text();
    return switch (random.nextInt(20)) {
      case 0 -> new Part("sum_over_time(" + text + ")", sum(range));
      case 1 -> new Part("avg_over_time(" + text + ")", ROUNDED);
      case 2 -> new Part(any("min", "max", "last") + "_over_time(" + text + ")", range.bits());
      case 3 -> new Part(any("count", "present") + "_over_time(" + text + ")", 10);
      case 4 -> new Part(any("stddev", "stdvar") + "_over_time(" + text + ")", ROUNDED);
      case 5 ->
          new Part(
              "quantile_over_time(" + any("0", "0.25", "0.9", "1", "-1", "2") + ", " + text + ")",
              ROUNDED);
      case 6 -> new Part("absent_over_time(" + text + ")", 1);
      case 7 -> range.same() ? new Part(any("changes", "resets") + "(" + text + ")", 10) : range0();
      case 8 -> new Part(any("irate", "idelta") + "(" + text + ")", ROUNDED);
      case 9 -> new Part("deriv(" + text + ")", ROUNDED);
      case 10 ->
          new Part("predict_linear(" + text + ", " + any("60", "-600", "3600") + ")", ROUNDED);
      case 11 -> new Part("holt_winters(" + text + ", 0.5, " + any("0.5", "0.1") + ")", ROUNDED);
      case 12, 13 -> new Part("delta(" + text + ")", ROUNDED);
      default -> new Part(any("rate", "increase") + "(" + text + ")", ROUNDED);
    };
  }

  private Part range0() {
    return new Part(any("changes", "resets") + "(gauge[9m])", 10);
  }

  private static int sum(Part part) {
    return part.bits() + 10 < SAME ? part.bits() + 10 : ROUNDED;
  }

  private String grouping() {
    return any(
        "",
        " by (job)",
        " by (instance)",
        " by (job, instance)",
        " by (le)",
        " by (nope)",
        " by ()",
        " without (instance)",
        " without (job, mode)",
        " without ()",
        " by (mode, job)");
  }

  private Part aggregation(int depth) {
    String by = grouping();
    switch (random.nextInt(9)) {
      case 0, 1 -> {
        Part of = vector(depth);
        return new Part("sum" + by + " (" + of.text() + ")", sum(of));
      }
      case 2 -> {
        return new Part("avg" + by + " (" + vector(depth).text() + ")", ROUNDED);
      }
      case 3 -> {
        Part of = vector(depth);
        return new Part(any("min", "max") + by + " (" + of.text() + ")", of.bits());
      }
      case 4 -> {
        return new Part(any("count", "group") + by + " (" + vector(depth).text() + ")", 8);
      }
      case 5 -> {
        return new Part(any("stddev", "stdvar") + by + " (" + vector(depth).text() + ")", ROUNDED);
      }
      case 6 -> {
        // Of several equal values, anyone may be picked.
        Part of = new Part(matchers("real") + shift(), SAME);
        String k = any("1", "3", "0", "-1", "2.7", "100");
        return new Part(any("topk", "bottomk") + by + " (" + k + ", " + of.text() + ")", of.bits());
      }
      case 7 -> {
        String q = any("0.5", "0", "1", "0.99", "-0.5", "1.5", "NaN");
        return new Part("quantile" + by + " (" + q + ", " + vector(depth).text() + ")", ROUNDED);
      }
      default -> {
        return new Part("count_values" + by + " (\"v\", " + same(depth).text() + ")", 8);
      }
    }
  }

  private Part scalar(int depth) {
    return switch (random.nextInt(6)) {
      case 0 -> new Part("time()", SAME);
      case 1 -> {
        Part of = vector(depth);
        yield new Part("scalar(" + of.text() + ")", of.bits());
      }
      case 2 -> new Part(any("pi()", "1e3", "-2.5", "Inf", "NaN", "0x1F"), SAME);
      case 3 -> new Part("(time() " + any("+", "-", "*", "/", "%") + " 7)", SAME);
      default -> new Part(any("2", "3", "0", "-1", "100", "0.5"), 8);
    };
  }

  private Part withScalar(int depth) {
    Part scalar = scalar(depth);
    boolean compare = random.nextBoolean() && scalar.same();
    Part of = compare || random.nextBoolean() ? same(depth) : vector(depth);
    String vector = "(" + of.text() + ")";
    if (compare) {
      String operator = any("==", "!=", ">", "<", ">=", "<=");
      return random.nextBoolean()
          ? new Part(vector + " " + operator + " bool " + scalar.text(), 1)
          : random.nextBoolean()
              ? new Part(vector + " " + operator + " " + scalar.text(), of.bits())
              : new Part(scalar.text() + " " + operator + " " + vector, of.bits());
    }
    boolean same = of.same() && scalar.same();
    String operator = same ? any("+", "-", "*", "/", "%", "^", "atan2") : any("+", "-", "*");
    String text =
        random.nextBoolean() || !same
            ? vector + " " + operator + " " + scalar.text()
            : scalar.text() + " " + operator + " " + vector;
    return new Part(text, same && !operator.matches("\\^|atan2") ? SAME : ROUNDED);
  }

  private String matching() {
    return any(
        "",
        "",
        " on (job, instance)",
        " ignoring (mode, le, version, v)",
        " on (instance)",
        " on (job, instance) group_left ()",
        " on (job, instance) group_left (version)",
        " on (job, instance) group_right ()",
        " ignoring (mode, le) group_left ()");
  }

  private Part binary(int depth) {
    boolean compare = random.nextInt(3) == 0;
    Part left = compare ? same(depth) : vector(depth);
    Part right = random.nextBoolean() ? new Part("info", 1) : same(depth);
    if (random.nextInt(3) == 0) {
      String by = any(" by (job, instance) (", " by (instance) (", " (");
      left = new Part("max" + by + left.text() + ")", left.bits());
      right = new Part("min" + by + right.text() + ")", right.bits());
    }
    boolean same = left.same() && right.same();
    String operator =
        compare
            ? any("==", "!=", ">", "<", ">=", "<=")
            : same ? any("+", "-", "*", "/", "%", "^", "atan2") : any("+", "-", "*", "/");
    boolean bool = compare && random.nextBoolean();
    String text =
        "("
            + left.text()
            + ") "
            + operator
            + (bool ? " bool" : "")
            + matching()
            + " ("
            + right.text()
            + ")";
    return new Part(text, same && !operator.matches("\\^|atan2") ? SAME : ROUNDED);
  }

  private Part set(int depth) {
    Part left = vector(depth);
    Part right = vector(depth);
    String on = any("", " on (job)", " on (job, instance)", " ignoring (mode, le)", " on ()");
    return new Part(
        "(" + left.text() + ") " + any("and", "or", "unless") + on + " (" + right.text() + ")",
        Math.max(left.bits(), right.bits()));
  }

  private Part function(int depth) {
    if (random.nextInt(3) == 0) {
      Part of = vector(depth);
      return new Part(
          any("abs", "-abs", "deg", "rad", "sort", "sort_desc") + "(" + of.text() + ")",
          of.same() ? SAME : ROUNDED);
    }
    String of = same(depth).text();
    return switch (random.nextInt(6)) {
      case 0 -> new Part(any("ceil", "floor", "sgn", "sqrt") + "(" + of + ")", SAME);
      case 1 -> new Part("round(" + of + any("", ", 10", ", 0.5", ", 0") + ")", SAME);
      case 2 -> new Part(any("exp", "ln", "log2", "log10") + "(" + of + ")", ROUNDED);
      case 3 ->
          new Part("clamp(" + of + ", " + any("-5, 5", "0, 100", "3, 1", "NaN, 1") + ")", SAME);
      case 4 ->
          new Part(any("clamp_min", "clamp_max") + "(" + of + ", " + any("2", "-1") + ")", SAME);
      default ->
          new Part(
              any(
                      "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh",
                      "acosh", "atanh")
                  + "("
                  + of
                  + ")",
              ROUNDED);
    };
  }

  private Part other(int depth) {
    return switch (random.nextInt(9)) {
      case 0 -> new Part("absent(" + vector(depth).text() + ")", 1);
      case 1 -> new Part("timestamp(" + vector(depth).text() + ")", SAME);
      case 2 -> {
        Part scalar = scalar(depth);
        yield new Part("vector(" + scalar.text() + ")", scalar.bits());
      }
      case 3 -> {
        Part of = vector(depth);
        yield new Part(
            "label_replace("
                + of.text()
                + any(
                    ", \"to\", \"$1-x\", \"instance\", \"i(.*)\")",
                    ", \"job\", \"\", \"instance\", \"i1\")",
                    ", \"to\", \"${1}\", \"job\", \"(a)\")",
                    ", \"__name__\", \"n\", \"nope\", \"\")"),
            of.bits());
      }
      case 4 -> {
        Part of = vector(depth);
        yield new Part(
            "label_join(" + of.text() + ", \"to\", \"-\", \"job\", \"instance\", \"nope\")",
            of.bits());
      }
      case 5 -> {
        String q = any("0.5", "0.9", "0", "1", "0.25", "-1", "2");
        String of =
            any(
                "sum by (le) (size_bucket)",
                "sum by (le, job) (size_bucket)",
                "size_bucket",
                "increase(size_bucket[5m])",
                "sum by (job, le) (rate(size_bucket[10m]))",
                "max without (instance) (size_bucket)",
                "gauge");
        yield new Part("histogram_quantile(" + q + ", " + of + ")", ROUNDED);
      }
      case 6 ->
          new Part(
              any(
                      "minute",
                      "hour",
                      "month",
                      "year",
                      "day_of_month",
                      "day_of_week",
                      "day_of_year",
                      "days_in_month")
                  + any(
                      "()", "(odd)", "(vector(time()))", "(high_total * 1000)", "(gauge * 86400)"),
              12);
      default -> new Part("-(" + vector(depth).text() + ")", ROUNDED);
    };
  }
}
