/** An exporter of {{name}}. */
@NullMarked
package {{package}};

import org.jspecify.annotations.NullMarked;
