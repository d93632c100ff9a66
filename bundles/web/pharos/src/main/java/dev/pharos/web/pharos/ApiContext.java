package dev.pharos.web.pharos;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.osgi.service.servlet.context.ServletContextHelper;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardContext;

/** The place of our API among the paths of the server. Who may come is decided before. */
@Component(service = ServletContextHelper.class, scope = ServiceScope.BUNDLE)
@HttpWhiteboardContext(name = ApiContext.NAME, path = ApiContext.PATH)
public final class ApiContext extends ServletContextHelper {

  static final String NAME = "pharos";
  static final String PATH = "/api/pharos/v1";
  static final String SELECT = "(osgi.http.whiteboard.context.name=" + NAME + ")";
}
