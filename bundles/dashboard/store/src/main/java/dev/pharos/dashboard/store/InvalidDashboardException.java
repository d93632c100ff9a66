package dev.pharos.dashboard.store;

import java.util.List;

/** A dashboard file cannot be used; all that is wrong with it is told at once. */
final class InvalidDashboardException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  /**
   * @param problems place, fault and remedy, a line each; never empty
   */
  InvalidDashboardException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  List<String> problems() {
    return problems;
  }
}
