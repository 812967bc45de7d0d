package org.geor1.pairing.picture;

import com.drew.imaging.FileTypeDetector;
import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.Tag;
import com.drew.metadata.exif.ExifDirectoryBase;
import com.drew.metadata.icc.IccDirectory;
import com.drew.metadata.iptc.IptcDirectory;
import com.drew.metadata.jpeg.JpegCommentDirectory;
import com.drew.metadata.jpeg.JpegComponent;
import com.drew.metadata.jpeg.JpegDirectory;
import com.drew.metadata.photoshop.PhotoshopDirectory;
import com.drew.metadata.png.PngDirectory;
import com.drew.metadata.xmp.XmpDirectory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a picture's file is like, apart from what it shows.
 *
 * @param encoding begins with the name of the format
 * @param metadata the kinds of metadata, in order; empty if there is none
 * @param values hashes of the metadata's entries
 */
record FileTraits(String encoding, String metadata, List<Long> values) {

    private static final int MAX_VALUES = 64;
    private static final int MAX_KINDS = 8;
    /** Shorter ones, such as an orientation, are shared by many pictures. */
    private static final int LEAST_VALUE = 4;

    static FileTraits of(byte[] bytes) throws IOException {
        String format =
                FileTypeDetector.detectFileType(new ByteArrayInputStream(bytes)).getName();
        try {
            return of(format, ImageMetadataReader.readMetadata(new ByteArrayInputStream(bytes)));
        } catch (ImageProcessingException e) {
            return new FileTraits(format, "unreadable", List.of());
        }
    }

    private static FileTraits of(String format, Metadata all) {
        String encoding = format;
        TreeSet<String> kinds = new TreeSet<>();
        TreeSet<Long> values = new TreeSet<>();
        for (Directory directory : all.getDirectories()) {
            if (directory instanceof JpegDirectory jpeg) {
                encoding = format + ", " + jpeg.getDescription(JpegDirectory.TAG_COMPRESSION_TYPE) + sampling(jpeg);
            } else if (directory.containsTag(PngDirectory.TAG_COLOR_TYPE) && directory instanceof PngDirectory png) {
                encoding = format + ", " + png.getString(PngDirectory.TAG_BITS_PER_SAMPLE) + " bits, "
                        + png.getDescription(PngDirectory.TAG_COLOR_TYPE);
            } else if (isMetadata(directory) && kinds.size() < MAX_KINDS) {
                kinds.add(directory.getName());
                directory.getTags().stream()
                        .map(tag -> value(directory, tag))
                        .filter(Objects::nonNull)
                        .limit(MAX_VALUES - values.size())
                        .forEach(values::add);
            }
        }
        return new FileTraits(encoding, String.join(", ", kinds), List.copyOf(values));
    }

    private static String sampling(JpegDirectory jpeg) {
        JpegComponent first = jpeg.getComponent(0);
        return first == null
                ? ""
                : ", sampled " + first.getHorizontalSamplingFactor() + " × " + first.getVerticalSamplingFactor();
    }

    private static boolean isMetadata(Directory directory) {
        return directory instanceof ExifDirectoryBase
                || directory instanceof XmpDirectory
                || directory instanceof IptcDirectory
                || directory instanceof PhotoshopDirectory
                || directory instanceof IccDirectory
                || directory instanceof JpegCommentDirectory
                || directory instanceof PngDirectory png && png.containsTag(PngDirectory.TAG_TEXTUAL_DATA);
    }

    private static @Nullable Long value(Directory directory, Tag tag) {
        String text = directory.getString(tag.getTagType());
        if (text == null || text.length() < LEAST_VALUE) {
            return null;
        }
        byte[] entry = (tag.getTagName() + "=" + text).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.wrap(Sha256.of(entry)).getLong();
    }
}
