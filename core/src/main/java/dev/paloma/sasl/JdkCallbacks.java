package dev.paloma.sasl;

import java.util.Arrays;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.sasl.RealmCallback;

/** Answers what the JDK's mechanisms ask. A Windows domain stands before the user: {@code EXAMPLE\ann}. */
final class JdkCallbacks implements CallbackHandler {
    private final Credentials credentials;

    JdkCallbacks(Credentials credentials) {
        this.credentials = credentials;
    }

    @Override
    public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
        String user = credentials.user();
        int backslash = user.indexOf('\\');
        for (Callback callback : callbacks) {
            if (callback instanceof NameCallback name) {
                name.setName(user.substring(backslash + 1));
            } else if (callback instanceof RealmCallback realm) {
                realm.setText(user.substring(0, Math.max(0, backslash)));
            } else if (callback instanceof PasswordCallback password) {
                char[] characters = credentials.password().toCharArray();
                password.setPassword(characters); // which copies them
                Arrays.fill(characters, '\0');
            } else {
                throw new UnsupportedCallbackException(callback);
            }
        }
    }
}
