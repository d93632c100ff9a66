package dev.pharos.query.promql.function;

import dev.pharos.query.promql.histogram.Kahan;

/**
 * A mean computed from a compensated sum, and from the moment that the sum would overflow as a
 * running mean: the same steps in the same order as Prometheus.
 */
final class Mean {

  private double sum;
  private double lost;
  private long count;
  private boolean running;

  void add(double value) {
    count++;
    if (count == 1) {
      sum = value;
      return;
    }
    if (!running) {
      double total = sum + value;
      if (!Double.isInfinite(total)) {
        lost = Kahan.lostAfter(sum, lost, value, total);
        sum = total;
        return;
      }
      running = true;
      sum /= count - 1;
      lost /= count - 1;
    }
    double share = (count - 1.0) / count;
    double part = value / count;
    double before = share * sum;
    double total = before + part;
    lost = Kahan.lostAfter(before, share * lost, part, total);
    sum = total;
  }

  double value() {
    return running ? sum + lost : sum / count + lost / count;
  }
}
