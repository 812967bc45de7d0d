package org.geor1.vlm.tokenizer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.geor1.vlm.checkpoint.file.JsonFiles;
import org.geor1.vlm.tokenizer.template.ChatFormat;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a vocabulary as the tokenizer files of a Qwen2.5-VL checkpoint, so that {@code transformers} loads it with
 * {@code AutoTokenizer} and {@code AutoProcessor}.
 */
public final class TokenizerWriter {

    /**
     * {@link ChatFormat#QWEN} in Jinja. Content is a string, or a list
     * of {@code {"type": "text" | "image"}} parts.
     */
    public static final String CHAT_TEMPLATE = """
            {%- if not messages or messages[0]['role'] != 'system' -%}
            {{- '<|im_start|>system\\n' + 'You are a helpful assistant.' + '<|im_end|>\\n' -}}
            {%- endif -%}
            {%- for message in messages -%}
            {{- '<|im_start|>' + message['role'] + '\\n' -}}
            {%- if message['content'] is string -%}
            {{- message['content'] -}}
            {%- else -%}
            {%- for part in message['content'] -%}
            {%- if 'image' in part or 'image_url' in part or part['type'] == 'image' -%}
            {{- '<|vision_start|><|image_pad|><|vision_end|>' -}}
            {%- elif 'text' in part -%}
            {{- part['text'] -}}
            {%- endif -%}
            {%- endfor -%}
            {%- endif -%}
            {{- '<|im_end|>\\n' -}}
            {%- endfor -%}
            {%- if add_generation_prompt -%}
            {{- '<|im_start|>assistant\\n' -}}
            {%- endif -%}""";

    private TokenizerWriter() {}

    /**
     * Writes {@code tokenizer.json}, {@code tokenizer_config.json}, {@code vocab.json}, {@code merges.txt},
     * {@code chat_template.json} and {@code generation_config.json}.
     *
     * @param maxLength the longest sequence the model takes, in tokens
     */
    public static void write(Path directory, BpeVocabulary vocabulary, int maxLength) {
        JsonFiles.write(directory.resolve(TokenizerSource.FILE), tokenizer(vocabulary));
        JsonFiles.write(directory.resolve("tokenizer_config.json"), tokenizerConfig(vocabulary, maxLength));
        ObjectNode template = JsonFiles.newObject();
        template.put("chat_template", CHAT_TEMPLATE);
        JsonFiles.write(directory.resolve("chat_template.json"), template);
        JsonFiles.write(directory.resolve("generation_config.json"), generationConfig(vocabulary));
        ObjectNode vocab = JsonFiles.newObject();
        putVocabulary(vocab, vocabulary);
        JsonFiles.write(directory.resolve("vocab.json"), vocab);
        try {
            Files.writeString(
                    directory.resolve("merges.txt"),
                    vocabulary.merges().stream()
                            .map(merge -> merge.left() + " " + merge.right() + "\n")
                            .collect(Collectors.joining("", "#version: 0.2\n", "")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode tokenizer(BpeVocabulary vocabulary) {
        ObjectNode root = TokenizerSource.qwen();
        ArrayNode added = (ArrayNode) root.path("added_tokens");
        for (SpecialToken token : SpecialToken.values()) {
            int id = vocabulary.id(token);
            AddedToken.control(id, token.text()).putInto(added.addObject().put("id", id));
        }
        ObjectNode model = (ObjectNode) root.path("model");
        putVocabulary((ObjectNode) model.path("vocab"), vocabulary);
        ArrayNode merges = (ArrayNode) model.path("merges");
        vocabulary.merges().forEach(merge -> merges.add(merge.left() + " " + merge.right()));
        return root;
    }

    private static void putVocabulary(ObjectNode node, BpeVocabulary vocabulary) {
        for (int id = 0; id < vocabulary.tokens().size(); id++) {
            node.put(vocabulary.tokens().get(id), id);
        }
    }

    private static ObjectNode tokenizerConfig(BpeVocabulary vocabulary, int maxLength) {
        ObjectNode root = JsonFiles.newObject();
        root.put("add_bos_token", false).put("add_prefix_space", false);
        ObjectNode added = root.putObject("added_tokens_decoder");
        ArrayNode additional = root.putArray("additional_special_tokens");
        for (SpecialToken token : SpecialToken.values()) {
            int id = vocabulary.id(token);
            AddedToken.control(id, token.text()).putInto(added.putObject(String.valueOf(id)));
            if (token != SpecialToken.END_OF_TEXT) {
                additional.add(token.text());
            }
        }
        root.putNull("bos_token");
        root.put("chat_template", CHAT_TEMPLATE);
        root.put("clean_up_tokenization_spaces", false);
        root.put("eos_token", SpecialToken.IM_END.text());
        root.put("errors", "replace");
        root.put("model_max_length", maxLength);
        root.put("pad_token", SpecialToken.END_OF_TEXT.text());
        root.put("split_special_tokens", false);
        root.put("tokenizer_class", "Qwen2Tokenizer");
        root.putNull("unk_token");
        return root;
    }

    private static ObjectNode generationConfig(BpeVocabulary vocabulary) {
        ObjectNode root = JsonFiles.newObject();
        int endOfText = vocabulary.id(SpecialToken.END_OF_TEXT);
        root.put("bos_token_id", endOfText);
        root.put("pad_token_id", endOfText);
        root.put("do_sample", true);
        root.putArray("eos_token_id").add(vocabulary.id(SpecialToken.IM_END)).add(endOfText);
        root.put("temperature", 1.0);
        return root;
    }
}
