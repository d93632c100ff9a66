package dev.pharos.web.pharos;

import dev.pharos.extension.api.ExtensionException;
import dev.pharos.extension.api.Extensions;
import dev.pharos.extension.api.Extensions.Extension;
import dev.pharos.extension.api.Extensions.Offer;
import dev.pharos.identity.api.Principal;
import dev.pharos.web.pharos.ApiException.Fault;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Lists bundles, takes new ones in, starts, stops and takes them out. */
@Component(service = Servlet.class)
@HttpWhiteboardContextSelect(ApiContext.SELECT)
@HttpWhiteboardServletPattern({"/bundles", "/bundles/*"})
public final class BundlesServlet extends RoutingServlet {

  private static final long serialVersionUID = 1L;

  /** Forms of other sites cannot send these types, so no stranger's page can upload. */
  private static final Set<String> TYPES =
      Set.of("application/java-archive", "application/octet-stream");

  private final transient Extensions extensions;

  @Activate
  public BundlesServlet(@Reference Extensions extensions) {
    this.extensions = extensions;
    routes(
        new Route("GET", "/bundles", this::list),
        new Route("POST", "/bundles", this::install),
        new Route("DELETE", "/bundles/{name}", call -> change(call, extensions::remove)),
        new Route("POST", "/bundles/{name}/start", call -> change(call, extensions::start)),
        new Route("POST", "/bundles/{name}/stop", call -> change(call, extensions::stop)));
  }

  private interface Change {
    void make(Principal by, long id) throws ExtensionException;
  }

  private void list(Call call) throws IOException {
    try (JsonBytes json = call.json(200)) {
      json.beginObject().name("bundles").beginArray();
      for (Extension extension : extensions.list()) {
        bundle(json, extension);
      }
      json.endArray().endObject();
    }
  }

  private static void bundle(JsonBytes json, Extension extension) throws IOException {
    json.beginObject();
    json.name("name").value(extension.name());
    json.name("version").value(extension.version());
    json.name("title").value(extension.title());
    json.name("state").value(extension.state().name().toLowerCase(Locale.ROOT));
    json.name("platform").value(extension.platform());
    json.name("problem").value(extension.problem());
    json.name("offers").beginArray();
    for (Offer offer : extension.offers()) {
      json.beginObject();
      json.name("door").value(offer.door()).name("name").value(offer.name());
      json.endObject();
    }
    json.endArray().endObject();
  }

  private void install(Call call) throws ApiException, IOException {
    String type = call.contentType().split(";", 2)[0].strip();
    if (!TYPES.contains(type)) {
      throw new ApiException(
          new Fault(
              415,
              "bad_content_type",
              "the content type is \"" + type + "\"",
              "header.Content-Type",
              "application/java-archive",
              "send the jar itself with Content-Type: application/java-archive"));
    }
    String file = call.text("file");
    if (!file.endsWith(".jar")) {
      throw ApiException.badParameter("file", file, "the name of the jar, ending in .jar");
    }
    try (InputStream jar = call.body()) {
      extensions.install(call.principal(), file, jar);
    } catch (ExtensionException e) {
      throw refused(e, "body");
    }
    call.nothing();
  }

  private void change(Call call, Change change) throws ApiException, IOException {
    String name = call.path("name");
    Extension extension =
        extensions.list().stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    ApiException.notFound(
                        "path.name",
                        "there is no bundle \"" + name + "\"",
                        "GET /api/pharos/v1/bundles lists those there are"));
    try {
      change.make(call.principal(), extension.id());
    } catch (ExtensionException e) {
      throw refused(e, "path.name");
    }
    call.nothing();
  }

  private static ApiException refused(ExtensionException e, String where) {
    int status =
        switch (e.kind()) {
          case FORBIDDEN -> 403;
          case INVALID -> 400;
          case NOT_FOUND -> 404;
          case FAILED -> 500;
        };
    String code = e.kind().name().toLowerCase(Locale.ROOT);
    return new ApiException(new Fault(status, code, String.valueOf(e.getMessage()), where, "", ""));
  }
}
