package org.geor1.data.file;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.geor1.data.FaultException;

/** Text that is UTF-8 or refused, never repaired. */
public final class Utf8 {

    private Utf8() {}

    /** @throws FaultException if a byte is not UTF-8 */
    public static String decode(byte[] bytes) throws FaultException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new FaultException("is not UTF-8; save the file in that encoding");
        }
    }
}
