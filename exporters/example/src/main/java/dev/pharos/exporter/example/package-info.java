/** The smallest real exporter: start here to write your own. */
@NullMarked
package dev.pharos.exporter.example;

import org.jspecify.annotations.NullMarked;
