/**
 * Targets listed in files, as JSON or YAML: {@code file_sd_configs}.
 *
 * <p>Start reading at {@link dev.pharos.target.discovery.files.FileDiscovery}.
 */
@NullMarked
package dev.pharos.target.discovery.files;

import org.jspecify.annotations.NullMarked;
