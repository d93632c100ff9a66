/** The panel {{name}}. */
@NullMarked
package {{package}};

import org.jspecify.annotations.NullMarked;
