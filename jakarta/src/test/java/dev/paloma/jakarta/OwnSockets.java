package dev.paloma.jakarta;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** A factory that is asked only for sockets that aren't connected. */
abstract class OwnSockets extends SocketFactory {
    @Override
    public abstract Socket createSocket();

    @Override
    public final Socket createSocket(String host, int port) throws IOException {
        throw new IOException("not asked for");
    }

    @Override
    public final Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        throw new IOException("not asked for");
    }

    @Override
    public final Socket createSocket(InetAddress host, int port) throws IOException {
        throw new IOException("not asked for");
    }

    @Override
    public final Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        throw new IOException("not asked for");
    }
}
