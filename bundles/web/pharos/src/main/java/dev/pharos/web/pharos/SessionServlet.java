package dev.pharos.web.pharos;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.pharos.identity.api.Identities;
import dev.pharos.identity.api.Principal;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * Logs in with a name and a password, says who has logged in, and logs out.
 *
 * <p>The HTTP server lets everybody come here, and nobody from a page of another site.
 */
@Component(service = Servlet.class)
@HttpWhiteboardContextSelect(ApiContext.SELECT)
@HttpWhiteboardServletPattern("/session")
public final class SessionServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final int MAX_BODY_BYTES = 4096;

  private final transient Identities identities;

  @Activate
  public SessionServlet(@Reference Identities identities) {
    this.identities = identities;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Call call = new Call(request, response, Map.of());
    tell(call, call.access().principal());
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Call call = new Call(request, response, Map.of());
    try {
      JsonObject shown = credentials(call);
      char[] password = shown.get("password").getAsString().toCharArray();
      Optional<Principal> known = identities.password(shown.get("name").getAsString(), password);
      Arrays.fill(password, '\0');
      if (known.isEmpty()) {
        throw new ApiException(
            new ApiException.Fault(
                401,
                "login_failed",
                "no user has this name and password",
                "body",
                "the name and the password of a user",
                "try again; after many wrong passwords wait a minute"));
      }
      closeSession(request);
      response.addCookie(cookie(identities.openSession(known.get()), -1, request.isSecure()));
      tell(call, known.get());
    } catch (ApiException e) {
      call.fail(e.fault());
    }
  }

  @Override
  protected void doDelete(HttpServletRequest request, HttpServletResponse response) {
    closeSession(request);
    response.addCookie(cookie("", 0, request.isSecure()));
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
  }

  private static JsonObject credentials(Call call) throws ApiException, IOException {
    // Forms of other sites cannot send this type.
    if (!call.contentType().toLowerCase(Locale.ROOT).startsWith("application/json")) {
      throw badBody(415, "the content type is \"" + call.contentType() + "\"");
    }
    byte[] body = call.body().readNBytes(MAX_BODY_BYTES + 1);
    if (body.length > MAX_BODY_BYTES) {
      throw badBody(413, "the body is longer than " + MAX_BODY_BYTES + " bytes");
    }
    try {
      if (JsonParser.parseString(new String(body, UTF_8)) instanceof JsonObject json
          && isText(json.get("name"))
          && isText(json.get("password"))) {
        return json;
      }
    } catch (JsonParseException e) {
      throw badBody(400, "the body is no JSON");
    } finally {
      Arrays.fill(body, (byte) 0);
    }
    throw badBody(400, "the body lacks a name or a password");
  }

  private static boolean isText(@Nullable JsonElement value) {
    return value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
  }

  private static ApiException badBody(int status, String message) {
    return new ApiException(
        new ApiException.Fault(
            status,
            "bad_credentials",
            message,
            "body",
            "{\"name\":\"...\",\"password\":\"...\"} as application/json",
            "send the name and the password as JSON"));
  }

  private void closeSession(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    for (Cookie cookie : cookies == null ? new Cookie[0] : cookies) {
      if (cookie.getName().equals(Identities.SESSION_COOKIE)) {
        identities.closeSession(cookie.getValue());
      }
    }
  }

  private static Cookie cookie(String value, int maxAgeSeconds, boolean secure) {
    Cookie cookie = new Cookie(Identities.SESSION_COOKIE, value);
    cookie.setPath("/");
    cookie.setHttpOnly(true);
    cookie.setSecure(secure);
    cookie.setMaxAge(maxAgeSeconds);
    cookie.setAttribute("SameSite", "Lax");
    return cookie;
  }

  private static void tell(Call call, Principal principal) throws IOException {
    try (JsonBytes json = call.json(200)) {
      json.beginObject();
      json.name("name").value(principal.name());
      json.name("loggedIn").value(!principal.isAnonymous());
      json.name("role");
      if (principal.role().isPresent()) {
        json.value(principal.role().get().name().toLowerCase(Locale.ROOT));
      } else {
        json.nullValue();
      }
      json.endObject();
    }
  }
}
