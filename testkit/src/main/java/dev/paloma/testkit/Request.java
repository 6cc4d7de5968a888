package dev.paloma.testkit;

/**
 * What the server is about to answer.
 *
 * @param connection the connection's number, from 1
 * @param line the client's line without its CRLF; empty where the server speaks first
 * @param argument what {@link Step#of} is compared with: the address, mechanism or name, else what follows the verb
 * @param encrypted whether the line came over TLS
 * @param usual the well-behaved server's reply
 */
public record Request(int connection, String line, String argument, boolean encrypted, Reply usual) {}
