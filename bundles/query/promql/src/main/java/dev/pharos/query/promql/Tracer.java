package dev.pharos.query.promql;

import dev.pharos.query.api.QueryTrace;
import dev.pharos.query.syntax.Expr;
import dev.pharos.query.syntax.Printer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Notes what each part of a query costs while it is evaluated. */
final class Tracer {

  private static final class Entry {
    final long started = System.nanoTime();
    final long read;
    final List<QueryTrace> below = new ArrayList<>();

    Entry(long read) {
      this.read = read;
    }
  }

  private final SampleBudget budget;
  private final Deque<Entry> open = new ArrayDeque<>();
  private final List<QueryTrace> roots = new ArrayList<>();

  Tracer(SampleBudget budget) {
    this.budget = budget;
  }

  void begin() {
    open.push(new Entry(budget.read()));
  }

  void end(Expr expr, long seriesOut, long samplesHeld) {
    Entry entry = open.pop();
    long total = System.nanoTime() - entry.started;
    long below = 0;
    long readBelow = 0;
    for (QueryTrace child : entry.below) {
      below += child.totalNanos();
      readBelow += child.samplesRead();
    }
    Entry above = open.peek();
    (above == null ? roots : above.below)
        .add(
            new QueryTrace(
                expr.getClass().getSimpleName(),
                Printer.print(expr),
                total,
                total - below,
                seriesOut,
                budget.read() - entry.read - readBelow,
                samplesHeld,
                samplesHeld * Double.BYTES,
                entry.below));
  }

  List<QueryTrace> roots() {
    return roots;
  }
}
