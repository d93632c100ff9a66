/**
 * Where samples live: writing them in batches, reading them back, and what is known of the store.
 *
 * <p>Others see one storage, the one in front of all parts; its services carry the property {@code
 * pharos.storage=main}, those of the parts {@code pharos.storage=part}.
 *
 * <p><b>To add a backend</b>, implement {@link dev.pharos.storage.api.SampleWriter}, {@link
 * dev.pharos.storage.api.SeriesReader} or both in {@code bundles/storage/<name>}.
 */
@Export
@Version("1.0.0")
@NullMarked
package dev.pharos.storage.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
