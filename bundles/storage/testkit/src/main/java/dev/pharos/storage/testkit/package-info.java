/**
 * Proves that a storage backend keeps the contract of {@link dev.pharos.storage.api.SampleWriter}
 * and {@link dev.pharos.storage.api.SeriesReader}.
 *
 * <p>Extend {@link dev.pharos.storage.testkit.StorageContract} in the tests of the backend; drive
 * it with {@link dev.pharos.storage.testkit.RandomRun} for what nobody thought of.
 */
@Export
@Version("1.0.0")
@NullMarked
package dev.pharos.storage.testkit;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
