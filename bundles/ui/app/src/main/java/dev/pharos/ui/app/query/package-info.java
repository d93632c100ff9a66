/** The page on which questions are asked in PromQL. */
@NullMarked
package dev.pharos.ui.app.query;

import org.jspecify.annotations.NullMarked;
