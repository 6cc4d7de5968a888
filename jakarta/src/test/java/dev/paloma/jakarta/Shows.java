package dev.paloma.jakarta;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Which properties, named without {@code mail.smtp.}, a test shows the effect of. {@link DocumentationTest} wants all. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Shows {
    String[] value();
}
