package dev.pharos.http.client;

import dev.pharos.config.api.ConfigNode;
import dev.pharos.config.api.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Who the caller is, as told in the header {@code Authorization}. */
public sealed interface Credentials {

  /** Nobody in particular. */
  record None() implements Credentials {}

  /** A user with a password. */
  record Basic(Secret username, Secret password) implements Credentials {}

  /** A token, or whatever else the type says. */
  record Token(String type, Secret credentials) implements Credentials {}

  /**
   * A token that has to be fetched first; calls fail with a message that says so, since this is not
   * supported yet.
   */
  record OAuth2() implements Credentials {}

  /** The value of the header for the next call; empty for none. */
  default Optional<String> header() throws IOException {
    return switch (this) {
      case None() -> Optional.empty();
      case Basic(Secret username, Secret password) ->
          Optional.of(
              "Basic "
                  + Base64.getEncoder()
                      .encodeToString(
                          (username.reveal() + ":" + password.reveal())
                              .getBytes(StandardCharsets.UTF_8)));
      case Token(String type, Secret credentials) ->
          Optional.of(type + " " + credentials.reveal().strip());
      case OAuth2() ->
          throw new IOException(
              "oauth2 is not supported yet: use authorization with credentials_file instead");
    };
  }

  /** Reads them from a mapping that has the keys of {@code <http_config>} beside others. */
  static Credentials read(ConfigNode node) {
    Optional<ConfigNode> basic = node.section("basic_auth");
    Optional<ConfigNode> authorization = node.section("authorization");
    Optional<ConfigNode> oauth2 = node.section("oauth2");
    Optional<Secret> bearer = node.secret("bearer_token");
    int ways = (basic.isPresent() ? 1 : 0) + (oauth2.isPresent() ? 1 : 0);
    if (bearer.isPresent() && ways > 0) {
      node.problem(
          "at most one of basic_auth, oauth2, bearer_token & bearer_token_file must be configured",
          "keep one of them");
    }
    if (ways + (authorization.isPresent() ? 1 : 0) > 1) {
      node.problem(
          "at most one of basic_auth, oauth2 & authorization must be configured",
          "keep one of them");
    }
    if (authorization.isPresent() && bearer.isPresent()) {
      node.problem(
          "authorization is not compatible with bearer_token & bearer_token_file",
          "keep authorization");
    }
    Credentials found = new None();
    if (oauth2.isPresent()) {
      // Its many fields are not looked into before it is supported.
      oauth2.get().raw();
      found = new OAuth2();
    }
    if (bearer.isPresent()) {
      found = new Token("Bearer", bearer.get());
    }
    if (authorization.isPresent()) {
      found = token(authorization.get());
    }
    return basic.isPresent() ? basic(basic.get()) : found;
  }

  private static Credentials basic(ConfigNode node) {
    Secret username = node.secret("username").orElseGet(() -> new Literal(""));
    Secret password = node.secret("password").orElseGet(() -> new Literal(""));
    node.refuseUnknown();
    return new Basic(username, password);
  }

  private static Credentials token(ConfigNode node) {
    String type = node.text("type", "Bearer").strip();
    if (type.equalsIgnoreCase("basic")) {
      node.problem(
          "type",
          "authorization type cannot be set to \"basic\", use \"basic_auth\" instead",
          "write basic_auth with username and password");
    }
    Optional<Secret> secret = node.secret("credentials");
    node.refuseUnknown();
    return secret.<Credentials>map(found -> new Token(type, found)).orElseGet(None::new);
  }
}
