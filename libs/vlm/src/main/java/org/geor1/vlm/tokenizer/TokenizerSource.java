package org.geor1.vlm.tokenizer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.geor1.vlm.checkpoint.file.CheckpointException;
import org.geor1.vlm.checkpoint.file.JsonFiles;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The source of a checkpoint's tokenizer: {@code tokenizer.json} or, if that is missing, {@code vocab.json} and
 * {@code merges.txt}.
 *
 * @param file file name for error messages
 * @param json in the layout of {@code tokenizer.json}
 */
record TokenizerSource(String file, ObjectNode json) {

    static final String FILE = "tokenizer.json";

    private static final long MAX_FILE_BYTES = 64L << 20;
    private static final String VOCABULARY = "vocab.json";
    private static final String MERGES = "merges.txt";

    static TokenizerSource read(Path directory) {
        Path whole = directory.resolve(FILE);
        if (Files.exists(whole) || !Files.exists(directory.resolve(VOCABULARY))) {
            return new TokenizerSource(FILE, JsonFiles.readObject(whole, MAX_FILE_BYTES));
        }
        ObjectNode json = qwen();
        ObjectNode model = (ObjectNode) json.path("model");
        model.set("vocab", JsonFiles.readObject(directory.resolve(VOCABULARY), MAX_FILE_BYTES));
        ArrayNode merges = model.putArray("merges");
        for (String line : lines(directory.resolve(MERGES))) {
            if (!line.isEmpty() && !line.startsWith("#version")) {
                merges.add(line);
            }
        }
        return new TokenizerSource(VOCABULARY, json);
    }

    private static Iterable<String> lines(Path file) {
        try {
            long size = Files.size(file);
            if (size > MAX_FILE_BYTES) {
                throw new CheckpointException(
                        MERGES + ": expected at most " + MAX_FILE_BYTES + " bytes, found " + size);
            }
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new CheckpointException(MERGES + ": cannot be read, and there is no " + FILE, e);
        }
    }

    /** Qwen2's tokenizer with an empty vocabulary. */
    static ObjectNode qwen() {
        ObjectNode root = JsonFiles.newObject();
        root.put("version", "1.0");
        root.putNull("truncation");
        root.putNull("padding");
        root.putArray("added_tokens");
        root.putObject("normalizer").put("type", "NFC");
        ObjectNode preTokenizer = root.putObject("pre_tokenizer").put("type", "Sequence");
        ArrayNode steps = preTokenizer.putArray("pretokenizers");
        ObjectNode split = steps.addObject().put("type", "Split");
        split.putObject("pattern").put("Regex", BpeTrainer.SPLIT);
        split.put("behavior", "Isolated").put("invert", false);
        putByteLevel(steps.addObject());
        putByteLevel(root.putObject("post_processor"));
        putByteLevel(root.putObject("decoder"));
        ObjectNode model = root.putObject("model").put("type", "BPE");
        model.putNull("dropout").putNull("unk_token");
        model.put("continuing_subword_prefix", "").put("end_of_word_suffix", "");
        model.put("fuse_unk", false).put("byte_fallback", false);
        model.putObject("vocab");
        model.putArray("merges");
        return root;
    }

    private static void putByteLevel(ObjectNode node) {
        node.put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", false)
                .put("use_regex", false);
    }
}
