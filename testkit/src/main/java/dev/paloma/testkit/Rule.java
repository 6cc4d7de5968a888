package dev.paloma.testkit;

/** What the user scripted for a step. */
record Rule(Step step, Answer answer) {}
