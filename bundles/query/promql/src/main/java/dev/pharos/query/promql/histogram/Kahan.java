package dev.pharos.query.promql.histogram;

/**
 * A sum that carries along what additions lose, by Kahan's method with Neumaier's improvement: the
 * same steps in the same order as Prometheus, so that results agree to the last bit.
 */
public final class Kahan {

  public double sum;
  public double lost;

  public void add(double value) {
    double total = sum + value;
    lost = lostAfter(sum, lost, value, total);
    sum = total;
  }

  /** Goes on from a sum that has lost something already. */
  void set(double newSum, double newLost) {
    sum = newSum;
    lost = newLost;
  }

  /** The sum with what was lost. */
  public double total() {
    return sum + lost;
  }

  /** What has been lost once {@code value} has been added to {@code sum}, giving {@code total}. */
  public static double lostAfter(double sum, double lost, double value, double total) {
    if (Double.isInfinite(total)) {
      return 0;
    }
    return Math.abs(sum) >= Math.abs(value)
        ? lost + ((sum - total) + value)
        : lost + ((value - total) + sum);
  }
}
