package dev.pharos.web.prometheus;

import dev.pharos.model.Matcher;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.StorageAdmin;
import dev.pharos.storage.api.StorageException;
import java.util.List;

/** Deleting series and copying the storage, where the flag allows it. */
final class AdminHandlers {

  private final Platform platform;
  private final Settings settings;

  AdminHandlers(Platform platform, Settings settings) {
    this.platform = platform;
    this.settings = settings;
  }

  private StorageAdmin admin() throws ApiException {
    if (!settings.admin()) {
      throw new ApiException(ErrorType.UNAVAILABLE, "admin APIs disabled");
    }
    return platform.storageAdmin();
  }

  Answer delete(Call call) throws ApiException, StorageException {
    StorageAdmin admin = admin();
    List<List<Matcher>> selectors = call.selectors();
    if (selectors.isEmpty()) {
      throw new ApiException(ErrorType.BAD_DATA, "no match[] parameter provided");
    }
    long start = call.time("start", Times.MIN_MILLIS);
    long end = call.time("end", Times.MAX_MILLIS);
    if (end < start) {
      throw ApiException.badParameter("end", "end timestamp must not be before start time");
    }
    for (List<Matcher> selector : selectors) {
      admin.delete(call.access(), new TimeRange(start, end + 1), selector);
    }
    return Answer.DONE;
  }

  Answer clean(Call call) throws ApiException, StorageException {
    admin().cleanTombstones(call.access());
    return Answer.DONE;
  }

  Answer snapshot(Call call) throws ApiException, StorageException {
    String skipHead = call.text("skip_head");
    if (!List.of("", "0", "1", "t", "f", "true", "false").contains(skipHead)) {
      throw ApiException.badParameter("skip_head", "unable to parse boolean \"" + skipHead + "\"");
    }
    boolean withHead = !List.of("1", "t", "true").contains(skipHead);
    String name = admin().snapshot(call.access(), withHead);
    return Answer.of(
        out -> {
          out.beginObject();
          out.name("name").value(name);
          out.endObject();
        });
  }
}
