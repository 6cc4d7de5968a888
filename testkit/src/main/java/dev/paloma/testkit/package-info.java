/**
 * A scripted SMTP server over real sockets, test certificates and a leak checker, for tests of anything that sends
 * mail.
 *
 * <p>{@link dev.paloma.testkit.FakeSmtpServer} is a strict, well-behaved server. A test changes what it says at a
 * {@link dev.paloma.testkit.Step} by giving a {@link dev.paloma.testkit.Reply}, a {@link dev.paloma.testkit.Fault} or,
 * where the reply depends on what the client said, an {@link dev.paloma.testkit.Answer}. A
 * {@link dev.paloma.testkit.Script} replaces the server's behaviour on a connection altogether. What came in is in
 * {@code received()}, what the client did wrong in {@code violations()}, all that was said in {@code transcript()}.
 *
 * <p>It shares no code with the library it tests, so that one misreading of an RFC can't hide in both.
 */
@NullMarked
package dev.paloma.testkit;

import org.jspecify.annotations.NullMarked;
