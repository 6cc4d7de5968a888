package dev.paloma.smtp;

/** How many recipients must be accepted for the content to be sent at all. */
public enum Acceptance {
    /** Each of them; one refused, and nobody gets it. */
    ALL,
    /** One is enough; those who are refused are reported. */
    AT_LEAST_ONE
}
