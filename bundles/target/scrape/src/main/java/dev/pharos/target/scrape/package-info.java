/**
 * Scrape pools and loops: from the targets that discoveries find to samples in the storage.
 *
 * <p>Nothing here is exported; others see {@code target.api}.
 *
 * <p>Start reading at {@link dev.pharos.target.scrape.ScrapePools}, which holds the pools, and
 * {@link dev.pharos.target.scrape.TargetScraper}, which scrapes one target once.
 */
@NullMarked
package dev.pharos.target.scrape;

import org.jspecify.annotations.NullMarked;
