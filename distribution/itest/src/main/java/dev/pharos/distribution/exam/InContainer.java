package dev.pharos.distribution.exam;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ops4j.pax.exam.ConfigurationFactory;

/**
 * Marks a Jupiter test class that runs inside an OSGi framework. Classes that name the same
 * configuration share one framework, and so leave it as they found it.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(InContainerExtension.class)
public @interface InContainer {

  /** The Pax Exam options of the framework. */
  Class<? extends ConfigurationFactory> value();
}
