package org.letterlock.admin.core.internal;

/** Text of strangers, for people: nothing in it acts on a terminal or hides, and it ends somewhere. */
final class VisibleText {

    private VisibleText() {}

    /** The text with {@code ?} for what is not visible, cut behind so many code points. */
    static String of(String text, int maxCodePoints) {
        StringBuilder visible = new StringBuilder();
        text.codePoints()
                .limit(maxCodePoints)
                .map(character -> isVisible(character) ? character : '?')
                .forEach(visible::appendCodePoint);
        return text.codePointCount(0, text.length()) > maxCodePoints
                ? visible.append("...").toString()
                : visible.toString();
    }

    static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
