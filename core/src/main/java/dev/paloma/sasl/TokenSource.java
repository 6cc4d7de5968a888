package dev.paloma.sasl;

/**
 * Where access tokens (RFC 6750) come from, for OAUTHBEARER and XOAUTH2. Asked at every login, so it should keep a token
 * while that is good. It must be safe for use by several threads.
 */
@FunctionalInterface
public interface TokenSource {
    /**
     * A token.
     *
     * @param refresh false for any that ought to be good still; true for a new one, since the server has refused the last.
     *     Of many logins that were refused the same token only one asks for a new one, and the others take what it gets
     * @return visible ASCII characters only
     * @throws Exception if there is none: an {@link java.io.IOException} if trying again later may help. What it says is
     *     told to whoever sends, so it must hold no token. There is no limit on the time it takes but its own
     */
    String token(boolean refresh) throws Exception;
}
