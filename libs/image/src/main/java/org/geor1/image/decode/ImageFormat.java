package org.geor1.image.decode;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.geor1.image.ImageException;
import org.geor1.image.ImageException.Reason;

/** The supported formats, recognised by a file's first bytes, never by its name or declared type. */
enum ImageFormat {
    JPEG("JPEG"),
    PNG("PNG"),
    TIFF("TIFF"),
    GIF("GIF");

    private static final Pattern HTML = Pattern.compile("(?s).*<(!doctype html|html|head|body)\\b.*");

    private final String title;

    ImageFormat(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** The error for a file that ends too early. */
    ImageException cutOff() {
        return new ImageException(Reason.CUT_OFF, "is a " + title + " file that is cut off");
    }

    /** @throws ImageException for any other format, which it names */
    static ImageFormat of(byte[] bytes) {
        String start = new String(bytes, 0, Math.min(bytes.length, 512), StandardCharsets.ISO_8859_1);
        if (start.startsWith("\u00FF\u00D8\u00FF")) {
            return JPEG;
        }
        if (start.startsWith("\u0089PNG\r\n\u001A\n")) {
            return PNG;
        }
        if (start.startsWith("II*\0") || start.startsWith("MM\0*")) {
            return TIFF;
        }
        if (start.startsWith("GIF87a") || start.startsWith("GIF89a")) {
            return GIF;
        }
        throw new ImageException(
                Reason.UNSUPPORTED_FORMAT,
                bytes.length == 0 ? "has 0 bytes" : "is " + other(start) + ", which is not supported");
    }

    /** Recognises common unsupported files by their first bytes. */
    private static String other(String start) {
        if (start.startsWith("ftyp", 4)) {
            String brand = start.length() < 12 ? "" : start.substring(8, 12);
            return switch (brand) {
                case "avif", "avis" -> "AVIF";
                case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1" -> "HEIC";
                default -> "an MP4 video";
            };
        }
        if (start.startsWith("\u00FF\n") || start.startsWith("\0\0\0\fJXL ")) {
            return "JPEG XL";
        }
        if (start.startsWith("\0\0\0\fjP  ") || start.startsWith("\u00FFO\u00FFQ")) {
            return "JPEG 2000";
        }
        if (start.startsWith("II+\0") || start.startsWith("MM\0+")) {
            return "BigTIFF";
        }
        if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) {
            return "WebP";
        }
        if (start.startsWith("BM")) {
            return "BMP";
        }
        if (start.startsWith("\0\0\1\0")) {
            return "ICO";
        }
        if (start.startsWith("8BPS")) {
            return "a Photoshop file";
        }
        if (start.startsWith("%PDF")) {
            return "PDF";
        }
        if (start.startsWith("PK\u0003\u0004")) {
            return "a ZIP archive";
        }
        return text(start);
    }

    private static String text(String start) {
        String text = start.toLowerCase(Locale.ROOT);
        if (HTML.matcher(text).matches()) {
            return "an HTML page";
        }
        if (text.contains("<svg")) {
            return "SVG";
        }
        boolean printable = text.chars().allMatch(c -> c >= ' ' && c != 0x7F || c == '\n' || c == '\r' || c == '\t');
        return printable ? "text" : "of an unknown format";
    }
}
