package dev.pharos.distribution.demo;

/** What the shop answers: how it is asked, how long it takes, how often customers want it. */
enum Endpoint {
  PRODUCTS("GET", "/products", 8, 0.001, 0.55),
  SEARCH("GET", "/search", 35, 0.002, 0.25),
  ORDERS("POST", "/orders", 60, 0.005, 0.12),
  PAYMENTS("POST", "/payments", 120, 0.01, 0.08);

  final String method;
  final String path;

  /** Half of the answers take less, in milliseconds. */
  final double medianMillis;

  /** Share of answers that fail when nothing is wrong. */
  final double failures;

  /** Share of all requests; they add up to 1. */
  final double share;

  Endpoint(String method, String path, double medianMillis, double failures, double share) {
    this.method = method;
    this.path = path;
    this.medianMillis = medianMillis;
    this.failures = failures;
    this.share = share;
  }

  /** The endpoint that a customer wants whose mood, from 0 to 1, is given. */
  static Endpoint wanted(double mood) {
    double upTo = 0;
    for (Endpoint endpoint : values()) {
      upTo += endpoint.share;
      if (mood < upTo) {
        return endpoint;
      }
    }
    return PRODUCTS;
  }
}
