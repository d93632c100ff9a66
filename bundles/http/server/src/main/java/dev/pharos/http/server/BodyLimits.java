package dev.pharos.http.server;

import dev.pharos.identity.api.Identities;
import dev.pharos.identity.api.Operation;
import dev.pharos.identity.api.PathRule;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * How many bytes the body of a request may have.
 *
 * @param maxBytes the bound for everybody and every path
 * @param maxUploadBytes the bound for administrators on the upload paths, where bundles come in
 * @param uploadPaths rules of which only the paths count
 */
record BodyLimits(long maxBytes, long maxUploadBytes, List<PathRule> uploadPaths) {

  static BodyLimits of(long maxBytes, long maxUploadBytes, List<String> uploadPaths) {
    return new BodyLimits(
        maxBytes,
        Math.max(maxBytes, maxUploadBytes),
        uploadPaths.stream().map(path -> new PathRule(path, Set.of(), Operation.CHANGE)).toList());
  }

  long limit(RequestPath path, Caller caller, Identities identities) {
    for (PathRule upload : uploadPaths) {
      if (upload.applies("POST", path.canonical())) {
        return identities.may(caller.principal(), Operation.CHANGE) ? maxUploadBytes : maxBytes;
      }
    }
    return maxBytes;
  }

  static Refusal refusal(long limit) {
    return new Refusal(
        413,
        "body_too_large",
        "the body of this request is longer than " + limit + " bytes",
        "at most " + limit + " bytes",
        "send less at a time, or raise max.body.bytes of dev.pharos.http.server");
  }

  /** A body without a length: counted as it comes in, and cut off at the limit. */
  static final class Counted extends Request.Wrapper {

    private final long limit;
    private long read;
    private volatile boolean exceeded;

    Counted(Request request, long limit) {
      super(request);
      this.limit = limit;
    }

    boolean isExceeded() {
      return exceeded;
    }

    @Override
    public Content.Chunk read() {
      Content.Chunk chunk = super.read();
      if (chunk == null || Content.Chunk.isFailure(chunk)) {
        return chunk;
      }
      read += chunk.remaining();
      if (read <= limit) {
        return chunk;
      }
      chunk.release();
      exceeded = true;
      return Content.Chunk.from(new HttpException.RuntimeException(413));
    }
  }
}
