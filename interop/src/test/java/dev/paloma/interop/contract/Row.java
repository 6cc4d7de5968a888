package dev.paloma.interop.contract;

import org.jspecify.annotations.Nullable;

/**
 * A row of the contract: something that is done on a server, and must come out as it says.
 *
 * @param name what is done
 * @param offered whether this server has what it needs; it isn't done otherwise, and is shown as not offered
 * @param body what is done
 */
record Row(String name, boolean offered, Body body) {
    /** What is done. */
    interface Body {
        /**
         * Does it; mails that were accepted are read back later.
         *
         * @return what differs from other servers and may, for the table; null for nothing
         * @throws Exception if it doesn't come out as it must; an {@link AssertionError} says how
         */
        @Nullable
        String run(Desk desk) throws Exception;
    }
}
