package org.letterlock.newfolder;

import java.io.IOException;

/** There is too little space, or what must stay free would be taken; the message is one line for people. */
public class NoSpaceException extends IOException {

    private static final long serialVersionUID = 1L;

    NoSpaceException(String message) {
        super(message);
    }
}
