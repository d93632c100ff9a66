/** The first page: how it stands, and what wants attention. */
@NullMarked
package dev.pharos.ui.app.home;

import org.jspecify.annotations.NullMarked;
