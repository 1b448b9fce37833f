package org.letterlock.cli;

import java.io.PrintStream;

/** Octets for people: 16 a line, in hexadecimal and as ASCII. */
final class HexDump {

    private static final int WIDTH = 16;

    private HexDump() {}

    static void print(byte[] octets, PrintStream out) {
        for (int start = 0; start < octets.length; start += WIDTH) {
            StringBuilder hex = new StringBuilder();
            StringBuilder text = new StringBuilder();
            for (int i = start; i < start + WIDTH; i++) {
                if (i < octets.length) {
                    hex.append(String.format("%02x ", octets[i]));
                    text.append(octets[i] >= ' ' && octets[i] < 0x7f ? (char) octets[i] : '.');
                } else {
                    hex.append("   ");
                }
            }
            out.println("  " + hex + " " + text);
        }
    }
}
