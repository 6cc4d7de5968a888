@NullMarked
package dev.paloma.example.spring;

import org.jspecify.annotations.NullMarked;
