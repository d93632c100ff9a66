package dev.pharos.query.promql;

import dev.pharos.query.api.QueryOrigin;
import dev.pharos.query.api.QueryStatistics;
import dev.pharos.query.api.QueryStatistics.StepSamples;
import dev.pharos.query.promql.column.Grid;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A line of the query log.
 *
 * <p>Its members are those of the original: {@code params}, {@code error}, {@code stats}, {@code
 * spanID} and what made somebody ask. The time stands in it twice, as {@code time} where Prometheus
 * 3 has it, and as {@code ts} where its guide and older readers look for it.
 *
 * @param endMillis the end that was asked for, which may lie behind the last instant
 * @param loggedMillis when the query ended
 * @param failure what was wrong; null for a query that was answered
 */
record QueryLogLine(
    String query,
    Grid grid,
    boolean range,
    long endMillis,
    @Nullable String failure,
    QueryStatistics statistics,
    Optional<QueryOrigin> origin,
    long loggedMillis) {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** The line without its end. */
  String json() {
    StringBuilder out = new StringBuilder(512);
    String logged = time(loggedMillis);
    out.append("{\"time\":\"").append(logged);
    out.append("\",\"level\":\"INFO\",\"msg\":\"promql query logged\",\"params\":{\"end\":\"");
    out.append(time(endMillis)).append("\",\"query\":");
    JsonText.append(out, query);
    out.append(",\"start\":\"").append(time(grid.startMillis()));
    out.append("\",\"step\":").append(range ? grid.stepMillis() / 1000 : 0).append('}');
    if (failure != null) {
      JsonText.append(out.append(",\"error\":"), failure);
    }
    out.append(",\"stats\":{\"timings\":{");
    timings(out, statistics.timings());
    out.append("},\"samples\":{");
    samples(out, statistics);
    // Spans are not traced; the original says so with zeros, too.
    out.append("}},\"spanID\":\"0000000000000000\"");
    origin.ifPresent(why -> origin(out, why));
    return out.append(",\"ts\":\"").append(logged).append("\"}").toString();
  }

  private static void timings(StringBuilder out, QueryStatistics.Timings timings) {
    seconds(
        out.append("\"evalTotalTime\":"),
        timings.preparationNanos() + timings.evaluationNanos() + timings.sortNanos());
    seconds(out.append(",\"resultSortTime\":"), timings.sortNanos());
    seconds(out.append(",\"queryPreparationTime\":"), timings.preparationNanos());
    seconds(out.append(",\"innerEvalTime\":"), timings.evaluationNanos());
    seconds(out.append(",\"execQueueTime\":"), timings.queueNanos());
    seconds(out.append(",\"execTotalTime\":"), timings.totalNanos());
  }

  private static void seconds(StringBuilder out, long nanos) {
    out.append(BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString());
  }

  private static void samples(StringBuilder out, QueryStatistics statistics) {
    perStep(out, "totalQueryableSamplesPerStep", statistics, StepSamples::samples);
    out.append("\"totalQueryableSamples\":").append(statistics.totalSamples()).append(',');
    perStep(out, "samplesReadPerStep", statistics, StepSamples::read);
    out.append("\"samplesRead\":").append(statistics.samplesRead());
    out.append(",\"peakSamples\":").append(statistics.peakSamples());
  }

  private static void perStep(
      StringBuilder out,
      String name,
      QueryStatistics statistics,
      ToLongFunction<StepSamples> number) {
    if (statistics.perStep().isEmpty()) {
      return;
    }
    out.append('"').append(name).append("\":[");
    String comma = "";
    for (StepSamples step : statistics.perStep()) {
      out.append(comma).append('[');
      out.append(
          BigDecimal.valueOf(step.timestampMillis(), 3).stripTrailingZeros().toPlainString());
      out.append(',').append(number.applyAsLong(step)).append(']');
      comma = ",";
    }
    out.append("],");
  }

  private static void origin(StringBuilder out, QueryOrigin origin) {
    switch (origin) {
      case QueryOrigin.Request(String clientIp, String method, String path) -> {
        JsonText.append(out.append(",\"httpRequest\":{\"clientIP\":"), clientIp);
        JsonText.append(out.append(",\"method\":"), method);
        JsonText.append(out.append(",\"path\":"), path);
        out.append('}');
      }
      case QueryOrigin.RuleGroup(String file, String name) -> {
        JsonText.append(out.append(",\"ruleGroup\":{\"file\":"), file);
        JsonText.append(out.append(",\"name\":"), name);
        out.append('}');
      }
      case QueryOrigin.WarmUp() -> {}
    }
  }

  private static String time(long millis) {
    return TIME.format(Instant.ofEpochMilli(millis));
  }
}
