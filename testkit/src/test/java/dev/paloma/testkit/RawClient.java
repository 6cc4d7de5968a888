package dev.paloma.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A client that writes bytes and reads lines and knows nothing of SMTP. */
final class RawClient implements AutoCloseable {
    private Socket socket;

    RawClient(FakeSmtpServer server) throws IOException {
        this(server.host(), server.port());
    }

    RawClient(String host, int port) throws IOException {
        socket = new Socket(host, port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
    }

    Socket socket() {
        return socket;
    }

    void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** A line with its line end; what there is of it at the end of stream. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b;
        do {
            b = socket.getInputStream().read();
            if (b >= 0) {
                line.write(b);
            }
        } while (b >= 0 && b != '\n');
        return line.toString(ISO_8859_1);
    }

    /** All lines of a reply. */
    String reply() throws IOException {
        StringBuilder all = new StringBuilder();
        String line;
        do {
            line = line();
            all.append(line);
        } while (line.length() > 3 && line.charAt(3) == '-');
        return all.toString();
    }

    String ask(String command) throws IOException {
        write(command + "\r\n");
        return reply();
    }

    /** Handshakes, checking the name as HTTPS does. */
    SSLSocket startTls(SSLContext context, String host) throws IOException {
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, host, socket.getPort(), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        socket = tls;
        return tls;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
