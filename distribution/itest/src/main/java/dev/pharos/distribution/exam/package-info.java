/**
 * Runs Jupiter test classes inside an OSGi framework that Pax Exam starts.
 *
 * <p>A class marked {@link dev.pharos.distribution.exam.InContainer} is defined by Pax Exam's probe
 * bundle and sees exactly what the installed bundles export; everything else about it is plain
 * Jupiter. JUnit finds it by name through the context class loader that {@link
 * dev.pharos.distribution.exam.InContainerSession} sets.
 */
@NullMarked
package dev.pharos.distribution.exam;

import org.jspecify.annotations.NullMarked;
