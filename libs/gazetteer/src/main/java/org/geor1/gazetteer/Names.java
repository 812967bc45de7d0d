package org.geor1.gazetteer;

import java.text.Normalizer;
import java.util.Locale;

/** How names are compared. */
public final class Names {

    private Names() {}

    /**
     * The name in small letters without accents, with single spaces for whatever is no letter or digit: São-Tomé becomes
     * {@code sao tome}. Vowel signs of Indic scripts stay, since without them words would be others.
     */
    public static String fold(String name) {
        if (isPlain(name)) {
            return name;
        }
        String decomposed = Normalizer.normalize(name, Normalizer.Form.NFD).toLowerCase(Locale.ROOT);
        StringBuilder folded = new StringBuilder(decomposed.length());
        boolean gap = false;
        for (int i = 0; i < decomposed.length(); ) {
            int point = decomposed.codePointAt(i);
            i += Character.charCount(point);
            if (point >= 0x300 && point <= 0x36F || point == '\'' || point == '’' || point == 'ʻ') {
                continue;
            }
            if (Character.isLetterOrDigit(point)
                    || Character.getType(point) == Character.NON_SPACING_MARK
                    || Character.getType(point) == Character.COMBINING_SPACING_MARK) {
                if (gap && folded.length() > 0) {
                    folded.append(' ');
                }
                gap = false;
                append(folded, point);
            } else {
                gap = true;
            }
        }
        return Normalizer.normalize(folded, Normalizer.Form.NFC);
    }

    private static boolean isPlain(String name) {
        for (int i = 0; i < name.length(); i++) {
            char unit = name.charAt(i);
            if (!(unit >= 'a' && unit <= 'z' || unit >= '0' && unit <= '9')) {
                return false;
            }
        }
        return true;
    }

    private static void append(StringBuilder folded, int point) {
        switch (point) {
            case 'ł' -> folded.append('l');
            case 'ø' -> folded.append('o');
            case 'đ', 'ð' -> folded.append('d');
            case 'ı' -> folded.append('i');
            case 'ß' -> folded.append("ss");
            case 'æ' -> folded.append("ae");
            case 'œ' -> folded.append("oe");
            case 'þ' -> folded.append("th");
            default -> folded.appendCodePoint(point);
        }
    }
}
