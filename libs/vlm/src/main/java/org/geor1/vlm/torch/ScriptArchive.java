package org.geor1.vlm.torch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The zip that {@code torch.jit.load} reads: one class without attributes and its source. The pickles are fixed byte
 * strings that name the class and an empty constants tuple; no pickle is ever read.
 */
final class ScriptArchive {

    private ScriptArchive() {}

    static byte[] pack(ScriptSource source) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            // PROTO 2, GLOBAL class, EMPTY_TUPLE, NEWOBJ, EMPTY_DICT, BUILD, STOP.
            put(zip, "data.pkl", latin1("\u0080\u0002c__torch__\n" + ScriptSource.CLASS + "\n)\u0081}b."));
            put(zip, "code/__torch__.py", source.text().getBytes(StandardCharsets.UTF_8));
            put(zip, "constants.pkl", latin1("\u0080\u0002)."));
            put(zip, "version", latin1("3\n"));
            put(zip, "byteorder", latin1("little"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** libtorch maps entries instead of inflating them, so they are stored as they are. */
    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry("qwen/" + name);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
