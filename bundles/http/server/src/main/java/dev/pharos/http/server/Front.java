package dev.pharos.http.server;

import dev.pharos.http.server.Guard.Connection;
import dev.pharos.http.server.RequestPath.BadPathException;
import dev.pharos.identity.api.Identities;
import dev.pharos.identity.api.Operation;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.security.auth.Subject;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.security.AuthenticationState;
import org.eclipse.jetty.security.UserIdentity;
import org.eclipse.jetty.security.UserPrincipal;
import org.eclipse.jetty.security.authentication.LoginAuthenticator.UserAuthenticationSucceeded;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of everything, websocket upgrades included: finds out who asks, decides whether
 * they may, bounds what they send, and puts the request under its listener's prefix.
 *
 * <p>While nobody is there to say who may do what, every request is refused with 503: a platform
 * that cannot tell an administrator from a stranger serves neither.
 */
final class Front extends Handler.Wrapper {

  /** Where people log in: open to everybody, even when the platform is closed. */
  static final String LOGIN_PATH = "/api/pharos/v1/session";

  private static final Refusal NO_IDENTITIES =
      new Refusal(
          503,
          "no_identities",
          "nobody can be identified at the moment",
          "a running identity bundle",
          "try again shortly; if it lasts, start the bundle dev.pharos.identity.local");

  /**
   * Page scripts and the login page ask themselves; a browser's own question would only be in their
   * way.
   */
  private static final Set<String> SCRIPT_MODES =
      Set.of("cors", "no-cors", "same-origin", "websocket");

  private final Supplier<@Nullable Identities> identities;
  private final PathRules rules;
  private final BodyLimits limits;
  private final RequestMetrics metrics;
  private final Departures departures;
  private final LoginPage loginPage = new LoginPage();

  Front(
      Handler behind,
      Supplier<@Nullable Identities> identities,
      PathRules rules,
      BodyLimits limits,
      RequestMetrics metrics,
      Departures departures) {
    super(behind);
    this.identities = identities;
    this.rules = rules;
    this.limits = limits;
    this.metrics = metrics;
    this.departures = departures;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    long startNanos = System.nanoTime();
    Prefixes prefixes = Port.of(request).prefixes();
    // Jetty asks for the stream at once.
    AnswerStream[] answer = new AnswerStream[1];
    request.addHttpStreamWrapper(stream -> answer[0] = new AnswerStream(stream, prefixes));

    if (prefixes.leadsToRoot(String.valueOf(request.getHttpURI().getPath()))) {
      metrics.observe(request, response, "/", startNanos);
      response.setStatus(302);
      response.getHeaders().put(HttpHeader.LOCATION, prefixes.inner() + "/");
      response.write(true, BufferUtil.EMPTY_BUFFER, callback);
      return true;
    }
    try {
      Request inside = inside(request, prefixes);
      RequestPath path = RequestPath.of(inside.getHttpURI());
      answer[0].answers(request.getMethod(), path.canonical());
      metrics.observe(request, response, HandlerNames.of(path.canonical(), rules), startNanos);
      return handle(inside, path, answer[0], response, callback);
    } catch (BadPathException e) {
      metrics.observe(request, response, "/*", startNanos);
      badPath(e).send(request, response, "", callback);
      return true;
    }
  }

  private boolean handle(
      Request request, RequestPath path, AnswerStream answer, Response response, Callback callback)
      throws Exception {
    Identities known = identities.get();
    if (known == null) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
      NO_IDENTITIES.send(request, response, path.canonical(), callback);
      return true;
    }
    Caller caller = Authentication.identify(request, known);
    Optional<Refusal> refusal = check(request, path, caller, known);
    long limit = limits.limit(path, caller, known);
    if (refusal.isEmpty() && request.getLength() > limit) {
      refusal = Optional.of(BodyLimits.refusal(limit));
    }
    if (refusal.isPresent()) {
      refuse(refusal.get(), request, response, path, callback);
      return true;
    }
    leave(caller, request);
    answer.isFor(departures.offer(request));
    return super.handle(counted(request, answer, limit), response, callback);
  }

  private Optional<Refusal> check(
      Request request, RequestPath path, Caller caller, Identities known) {
    boolean login = path.canonical().equals(LOGIN_PATH);
    Operation operation = login ? Operation.READ : rules.operation(request.getMethod(), path);
    Optional<Refusal> refusal =
        login ? Optional.empty() : Guard.check(caller, operation, connection(request), known);
    // Logging a visitor in as somebody else is an act too, though anybody may log in.
    return refusal.isPresent()
        ? refusal
        : SameOrigin.check(request, caller, login ? Operation.OPERATE : operation);
  }

  private void refuse(
      Refusal refusal, Request request, Response response, RequestPath path, Callback callback) {
    if (refusal.status() == 401) {
      String mode = request.getHeaders().get("Sec-Fetch-Mode");
      boolean script = mode != null && SCRIPT_MODES.contains(mode);
      boolean asksItself = script || LoginPage.isFor(request);
      String scheme = asksItself ? "Session" : "Basic";
      response
          .getHeaders()
          .put(HttpHeader.WWW_AUTHENTICATE, scheme + " realm=\"Pharos\", charset=\"UTF-8\"");
      if (LoginPage.isFor(request)) {
        loginPage.send(response, Port.of(request).prefixes(), callback);
        return;
      }
    }
    refusal.send(request, response, path.canonical(), callback);
  }

  private static Refusal badPath(BadPathException e) {
    return new Refusal(
        e.status(),
        "bad_path",
        "the request has " + e.getMessage(),
        e.expected(),
        "ask for " + e.expected());
  }

  private static Request inside(Request request, Prefixes prefixes) throws BadPathException {
    HttpURI asked = request.getHttpURI();
    String path = asked.getPath();
    if (prefixes.isEmpty() || path == null) {
      return request;
    }
    String inside =
        prefixes
            .inside(path)
            .orElseThrow(
                () ->
                    new BadPathException(
                        404,
                        "a path that is not below " + prefixes.outer(),
                        prefixes.outer() + "/"));
    return Request.serveAs(
        request, HttpURI.build(asked, inside, null, asked.getQuery()).asImmutable());
  }

  private static Request counted(Request request, AnswerStream answer, long limit) {
    if (request.getLength() >= 0) {
      return request;
    }
    BodyLimits.Counted counted = new BodyLimits.Counted(request, limit);
    answer.watch(counted, limit);
    return counted;
  }

  /** Leaves word for the servlets behind of who is asking. */
  private static void leave(Caller caller, Request request) {
    request.setAttribute(Identities.PRINCIPAL_ATTRIBUTE, caller.principal());
    if (!caller.principal().isAnonymous()) {
      AuthenticationState.setAuthenticationState(
          request,
          new UserAuthenticationSucceeded(
              caller.proof().name(),
              UserIdentity.from(
                  new Subject(), new UserPrincipal(caller.principal().name(), null))));
    }
  }

  private static Connection connection(Request request) {
    ConnectionMetaData connection = request.getConnectionMetaData();
    return new Connection(
        connection.isSecure(),
        isLoopback(connection.getRemoteSocketAddress())
            && isLoopback(connection.getLocalSocketAddress()));
  }

  private static boolean isLoopback(@Nullable SocketAddress address) {
    return address instanceof InetSocketAddress inet
        && inet.getAddress() != null
        && inet.getAddress().isLoopbackAddress();
  }
}
