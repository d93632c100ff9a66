package dev.pharos.query.api;

/**
 * What made somebody ask a query: told in the query log. Nothing else depends on it, but that what
 * the platform asks to warm itself up is neither logged nor counted.
 */
public sealed interface QueryOrigin {

  /**
   * A request.
   *
   * @param clientIp address of the caller's end of the connection, whatever headers say
   * @param path as the caller sent it, prefixes included
   */
  record Request(String clientIp, String method, String path) implements QueryOrigin {}

  /**
   * The evaluation of rules.
   *
   * @param file where the group stands
   */
  record RuleGroup(String file, String name) implements QueryOrigin {}

  /** The platform itself, so that what answers queries is compiled before somebody waits for it. */
  record WarmUp() implements QueryOrigin {}
}
