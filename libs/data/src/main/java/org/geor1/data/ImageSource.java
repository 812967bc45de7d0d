package org.geor1.data;

/** Where a picture's bytes are. {@link DatasetFolder#read} reads them. */
public sealed interface ImageSource {

    ImageRole role();

    /** @param path of a file within the dataset's folder, not yet checked */
    record File(String path, ImageRole role) implements ImageSource {}

    /** @param bytes of a file that lies within a row */
    @SuppressWarnings("ArrayRecordComponent") // copying megabytes to compare them by value would serve nobody
    record Bytes(byte[] bytes, ImageRole role) implements ImageSource {}
}
