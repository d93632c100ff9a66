/**
 * The configuration files: read with line numbers, checked by those who own their sections, applied
 * all or nothing.
 *
 * <p>Nothing here is exported; others see {@code config.api}. Nobody else knows YAML.
 *
 * <p>Start reading at {@link dev.pharos.config.yaml.ConfigLoader}.
 */
@NullMarked
package dev.pharos.config.yaml;

import org.jspecify.annotations.NullMarked;
