/**
 * What every store of documents has to fulfil, and a store in memory for the tests of those who use
 * one.
 */
@Export
@Version("1.0.0")
@NullMarked
package dev.pharos.document.testkit;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
