package dev.pharos.http.server.connection;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Stands around all handlers and tells {@link PatientEndPoint}s when they have returned. */
public final class Patience extends Handler.Wrapper {

  public Patience(Handler behind) {
    super(behind);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (request.getConnectionMetaData().getConnection().getEndPoint()
        instanceof PatientEndPoint patient) {
      return handle(patient, request, response, callback);
    }
    return super.handle(request, response, callback);
  }

  private boolean handle(
      PatientEndPoint patient, Request request, Response response, Callback callback)
      throws Exception {
    patient.handled(false);
    try {
      return super.handle(request, response, callback);
    } finally {
      patient.handled(true);
    }
  }
}
