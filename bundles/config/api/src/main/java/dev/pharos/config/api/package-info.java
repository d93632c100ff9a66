/**
 * What the configuration files say, and who listens: sections with line numbers, problems told all
 * at once, and secrets.
 *
 * <p>A file is applied whole or not at all. The owner of a part of a file offers a {@link
 * dev.pharos.config.api.ConfigSection}: it <em>checks</em> first, and only when nobody objects do
 * all <em>apply</em>. Files in the formats of others ({@code prometheus.yml}, {@code
 * alertmanager.yml}) hold nothing of ours; what is ours stands in {@code pharos.yml}.
 *
 * <p>Start reading at {@link dev.pharos.config.api.ConfigSection}.
 */
@Export
@Version("1.0.0")
@NullMarked
package dev.pharos.config.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
