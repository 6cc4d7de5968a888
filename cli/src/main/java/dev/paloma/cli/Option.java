package dev.paloma.cli;

/**
 * An option of a sub-command.
 *
 * @param name with its hyphens; of an operand the same as its label
 * @param label what its value is called in the help; empty for an option without a value
 * @param repeatable whether it may be given again
 * @param help what it does, in a line or two
 */
record Option(String name, String label, boolean repeatable, String help) {
    /** An option that is there or isn't. */
    static Option flag(String name, String help) {
        return new Option(name, "", false, help);
    }

    /** An option with a value. */
    static Option value(String name, String label, String help) {
        return new Option(name, label, false, help);
    }

    /** An option with a value that may be given again. */
    static Option list(String name, String label, String help) {
        return new Option(name, label, true, help);
    }

    /** A value that stands by itself, without a name before it. */
    static Option operand(String label, String help) {
        return new Option(label, label, false, help);
    }

    /** Values that stand by themselves. */
    static Option operands(String label, String help) {
        return new Option(label, label, true, help);
    }

    boolean isOperand() {
        return !name.startsWith("-");
    }

    boolean takesValue() {
        return !label.isEmpty();
    }
}
