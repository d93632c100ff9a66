/**
 * Documents as files, one each: {@code <path>/<kind>/<name>.json}, with earlier contents beside
 * them in {@code <path>/.versions}.
 *
 * <p>A file is replaced as a whole and flushed to disk before a write returns. People may read and,
 * while the platform is stopped, edit them. Start reading at {@link
 * dev.pharos.document.files.FileDocuments}; {@code docs/formats/document.md} has the format.
 */
@NullMarked
package dev.pharos.document.files;

import org.jspecify.annotations.NullMarked;
