/** The page of what is scraped and how it goes. */
@NullMarked
package dev.pharos.ui.app.targets;

import org.jspecify.annotations.NullMarked;
