package dev.pharos.web.prometheus;

import dev.pharos.model.Regex;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Tells browsers from which sites scripts may read the answers. */
final class Cors {

  private static final String EVERYBODY = ".*";

  private final Regex origins;

  Cors(String origins) {
    this.origins = Regex.compile(origins);
  }

  void setHeaders(HttpServletRequest request, HttpServletResponse response) {
    response.setHeader("Vary", "Origin");
    String origin = request.getHeader("Origin");
    if (origin == null) {
      return;
    }
    response.setHeader(
        "Access-Control-Allow-Headers", "Accept, Authorization, Content-Type, Origin");
    response.setHeader("Access-Control-Allow-Methods", "GET, POST, OPTIONS");
    response.setHeader("Access-Control-Expose-Headers", "Date");
    if (origins.toString().equals(EVERYBODY)) {
      response.setHeader("Access-Control-Allow-Origin", "*");
    } else if (origins.matches(origin)) {
      response.setHeader("Access-Control-Allow-Origin", origin);
    }
  }
}
