package dev.paloma;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says on its first connection what it was told to, whatever that makes of the session; on later ones, and when it was told
 * no more, it takes everything. It pipelines.
 */
final class StubbornServer implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final String offers;
    private final Map<String, Queue<Integer>> codes = new ConcurrentHashMap<>();
    private final List<List<String>> said = Collections.synchronizedList(new ArrayList<>());
    private final Thread thread = new Thread(this::serve, "stubborn-server");

    StubbornServer(String offer) throws IOException {
        offers = "250-PIPELINING\r\n" + (offer.isEmpty() ? "" : "250-" + offer + "\r\n") + "250 8BITMIME";
        thread.start();
    }

    /** The codes of its first answers to this. */
    StubbornServer says(String verb, int... first) {
        codes.put(verb, new ArrayDeque<>(Arrays.stream(first).boxed().toList()));
        return this;
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The verbs that came on a connection, counted from 1; a lone dot for the end of content after DATA. */
    List<String> said(int connection) {
        return said.size() < connection ? List.of() : List.copyOf(said.get(connection - 1));
    }

    private void serve() {
        while (!listener.isClosed()) {
            List<String> verbs = Collections.synchronizedList(new ArrayList<>());
            try (Socket socket = listener.accept()) {
                said.add(verbs);
                converse(socket.getInputStream(), socket.getOutputStream(), verbs);
            } catch (IOException e) {
                verbs.add("broken");
            }
        }
    }

    private void converse(InputStream in, OutputStream out, List<String> verbs) throws IOException {
        answer(out, "220 stubborn.example");
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String verb = line.substring(0, Math.min(4, line.length()));
            verbs.add(verb);
            if (verb.equals("BDAT")) {
                in.readNBytes(Integer.parseInt(line.split(" ", -1)[1]));
            }
            int code = code(verb);
            answer(out, verb.equals("EHLO") ? "250-stubborn.example\r\n" + offers : code + " As told");
            if (code == 354) {
                while (!line(in).equals(".")) {}
                verbs.add(".");
                answer(out, code(".") + " As told");
            }
        }
    }

    private int code(String verb) {
        Queue<Integer> told = codes.get(verb);
        Integer code = told == null || said.size() > 1 ? null : told.poll();
        return code != null ? code : verb.equals("DATA") ? 354 : verb.equals("QUIT") ? 221 : 250;
    }

    private static void answer(OutputStream out, String text) throws IOException {
        out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Empty at the end; empty lines are left out. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            if (octet != '\n') {
                line.append((char) octet);
            } else if (line.toString().isBlank()) {
                line.setLength(0);
            } else {
                break;
            }
        }
        return line.toString().trim();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        Threads.awaitEnd(thread);
    }
}
