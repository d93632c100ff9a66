package dev.pharos.web.prometheus;

import dev.pharos.storage.api.StorageException;

/** Answers the requests of one path. Safe for use by several threads. */
@FunctionalInterface
interface Handler {
  Answer handle(Call call) throws ApiException, StorageException;
}
