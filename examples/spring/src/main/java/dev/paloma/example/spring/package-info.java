/** A Spring Boot application that sends mail, and doesn't know by what. */
@NullMarked
package dev.paloma.example.spring;

import org.jspecify.annotations.NullMarked;
