package org.geor1.image.decode;

import javax.imageio.stream.ImageInputStreamImpl;

/**
 * An image input stream over an array. Unlike the class library's own streams, it knows its length, against which the
 * TIFF reader checks the sizes a file claims, and it leaves no temporary file behind.
 */
final class ByteArrayStream extends ImageInputStreamImpl {

    private final byte[] bytes;

    ByteArrayStream(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public int read() {
        bitOffset = 0;
        return streamPos < bytes.length ? bytes[(int) streamPos++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        bitOffset = 0;
        if (streamPos >= bytes.length) {
            return -1;
        }
        int count = (int) Math.min(length, bytes.length - streamPos);
        System.arraycopy(bytes, (int) streamPos, into, offset, count);
        streamPos += count;
        return count;
    }

    @Override
    public long length() {
        return bytes.length;
    }
}
