package org.geor1.vlm.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.checkpoint.file.CheckpointException;
import org.geor1.vlm.checkpoint.file.JsonFiles;
import org.geor1.vlm.tokenizer.template.ChatFormat;
import org.geor1.vlm.tokenizer.template.ChatMessage;
import org.geor1.vlm.tokenizer.template.ChatMessage.Role;
import org.geor1.vlm.tokenizer.template.ChatTemplate;
import org.geor1.vlm.tokenizer.template.TemplateProbe;
import org.geor1.vlm.tokenizer.template.TemplateSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** A checkpoint's own template is used, or the checkpoint is refused; a hostile template can do no harm. */
class ChatTemplateTest {

    private static final List<ChatMessage> QUESTION = List.of(ChatMessage.text(Role.USER, "Where?"));

    @TempDir
    Path directory;

    private VlmTokenizer tokenizer;

    @BeforeEach
    void write() throws IOException {
        TestTokenizers.write(directory);
        tokenizer = VlmTokenizer.load(directory);
        Files.delete(directory.resolve("chat_template.json"));
        configure("tokenizer_config.json", null);
    }

    @AfterEach
    void close() {
        tokenizer.close();
    }

    @Test
    void precedenceOfFilesIsThatOfTransformers() throws IOException {
        assertThat(system()).isEqualTo("You are a helpful assistant.");
        configure("tokenizer_config.json", "one");
        assertThat(system()).isEqualTo("one");
        Files.writeString(directory.resolve("chat_template.jinja"), template("two"));
        assertThat(system()).isEqualTo("two");
        configure("chat_template.json", "three");
        assertThat(system()).isEqualTo("three");
        configure("processor_config.json", "four");
        assertThat(system()).isEqualTo("four");
        configure("processor_config.json", null);
        assertThat(system()).isEqualTo("three");
    }

    /** Files of {@code checkpoints} in place of the shipped model's own. */
    @ParameterizedTest
    @CsvSource({
        "template_jinja_only, You are a geographer.",
        "template_other_system, You are a geographer. Reply in one word.",
        "tf5-23, You are a helpful assistant.",
        "tf4-49, You are a helpful assistant."
    })
    void usesTemplatesFoundInPractice(String name, String system) throws IOException {
        Path shipped = Path.of("../../models/nano-base");
        Path files = Path.of("src/test/resources/checkpoints").resolve(name);
        for (String file : List.of("tokenizer.json", "tokenizer_config.json", "chat_template.json")) {
            Files.copy(shipped.resolve(file), directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        if (Files.exists(files.resolve("ABSENT"))) {
            for (String absent : Files.readAllLines(files.resolve("ABSENT"))) {
                Files.deleteIfExists(directory.resolve(absent));
            }
        }
        try (Stream<Path> replaced = Files.list(files)) {
            for (Path file : replaced.toList()) {
                Files.copy(file, directory.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        tokenizer.close();
        tokenizer = VlmTokenizer.load(directory);
        assertThat(system()).isEqualTo(system);
    }

    @Test
    void usesTheDefaultOfSeveralNamedTemplates() {
        ObjectNode json = JsonFiles.newObject();
        json.putArray("chat_template").addObject().put("name", "tool_use").put("template", "x");
        JsonFiles.write(directory.resolve("tokenizer_config.json"), json);
        assertThatThrownBy(this::system).hasMessageContaining("tokenizer_config.json: chat_template: expected");
        json.withArray("chat_template").addObject().put("name", "default").put("template", template("named"));
        JsonFiles.write(directory.resolve("tokenizer_config.json"), json);
        assertThat(system()).isEqualTo("named");
        json.putObject("chat_template").put("default", template("by name"));
        JsonFiles.write(directory.resolve("tokenizer_config.json"), json);
        assertThat(system()).isEqualTo("by name");
    }

    @Test
    void ourOwnTemplateMatchesItsJinja() {
        assertThat(TemplateProbe.format(
                        new TemplateSource("chat_template.json", TokenizerWriter.CHAT_TEMPLATE, Map.of())))
                .isEqualTo(ChatFormat.QWEN);
    }

    @Test
    void aTemplateMayUseSpecialTokensByName() throws IOException {
        Files.writeString(
                directory.resolve("chat_template.jinja"), template("S").replace("'<|im_end|>", "eos_token + '"));
        assertThatThrownBy(this::system).hasMessageContaining("the assistant's turns must end with");
        JsonFiles.write(
                directory.resolve("tokenizer_config.json"),
                JsonFiles.newObject().put("eos_token", "<|im_end|>"));
        assertThat(system()).isEqualTo("S");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '"',
            value = {
                "part['text']#part['text'] | trim#depends on more than the turn's role",
                "part['text']#part['text'].strip()#calls a method",
                "part['text']#part['text'] | upper#missing",
                "part['text']#part['text'][:40]#depends on more",
                "message['content'] -}}#message['content'].split('</think>')[-1] -}}#calls a method",
                "'<|im_end|>\\n' -}}#('<|im_end|>' if loop.last else '<|im_end|>\\n') -}}#must begin like",
                "assistant\\n' -}}#assistant\\n<think>\\n' -}}#an answer must begin",
                "<|image_pad|>#<|image_pad|><|image_pad|>#expected one <|image_pad|> for each image",
                "<|image_pad|>#<|video_pad|>#expected one <|image_pad|> for each image",
                "You are#You are <|image_pad|>#expected one <|image_pad|> for each image",
                "'<|im_end|>\\n' -}}#'<|endoftext|>\\n' -}}#must end with <|im_end|>",
                "message['role']#raise_exception('no')#cannot be rendered",
                "message['role']#strftime_now('%Y')#cannot be rendered",
                "endif#endfor#cannot be rendered",
            })
    void refusesATemplateThatCannotBeAppliedAndShowsTheDifference(String part, String other, String message)
            throws IOException {
        String changed = TokenizerWriter.CHAT_TEMPLATE.replace(part, other);
        assertThat(changed).isNotEqualTo(TokenizerWriter.CHAT_TEMPLATE);
        Files.writeString(directory.resolve("chat_template.jinja"), changed);
        assertThatThrownBy(this::system)
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("chat_template.jinja: ")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% for a in range(900) %}{% for b in range(900) %}{% for c in range(900) %}{% endfor %}{% endfor %}{% endfor %}",
                "{% set ns = namespace(x='aaaaaaaa') %}{% for a in range(90) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
                "{% for a in range(900) %}{{ 'a long text, many times over, longer than anybody needs it, again and again' }}{% endfor %}",
                "{% set ns = namespace(l=['a']) %}{% for a in range(90) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}",
                "{% set ns = namespace(l=['a']) %}{% for a in range(90) %}{% set ns.l = [ns.l] %}{% endfor %}",
                "{% set ns = namespace(d={}) %}{% for a in range(90) %}{% set ns.d = {'a': ns.d, 'b': ns.d} %}{% endfor %}",
                "{% set l = range(900) %}{% set m = [l, l, l, l, l, l] %}{% set n = [m, m, m, m, m, m, m] %}{{ n }}",
                "{% set ns = namespace() %}{% set ns.a = ns %}{{ ns }}",
                "{% macro f(x) %}{{ f(x) }}{% endmacro %}{{ f(1) }}",
                "{{ 'a' | center(100000000) }}",
                "{{ messages.getClass().getName() }}",
                "{{ ____int3rpr3t3r____.config.toString() }}",
                "{% for a, b in [____int3rpr3t3r____] %}{{ a }}{% endfor %}",
                "{{ 'a'.repeat(100000000) }}",
                "{{ '}}'.repeat(100000000) }}",
                "{{ 'a'['repeat'](100000000) }}",
                "{{ 'a' | replace('a', 'b') }}",
                "{% include '/etc/passwd' %}",
                "{% import '/etc/passwd' as x %}",
                "{% from '/etc/passwd' import x %}",
                "{% extends '/etc/passwd' %}",
                "{{ '7*7' | render }}",
                "{{ unixtimestamp() }}",
                "{{ random() }}",
            })
    void refusesHostileTemplates(String hostile) throws IOException {
        Files.writeString(directory.resolve("chat_template.jinja"), hostile + template("S"));
        assertThatThrownBy(this::system)
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith("chat_template.jinja: ");
    }

    @Test
    void aTemplateHasALimitedLengthAndDepth() throws IOException {
        Files.writeString(directory.resolve("chat_template.jinja"), " ".repeat(1 << 14) + template("S"));
        assertThatThrownBy(this::system).hasMessageContaining("at most 16384 characters");
        Files.writeString(
                directory.resolve("chat_template.jinja"),
                "{{ " + "(".repeat(17) + "1" + ")".repeat(17) + " }}" + template("S"));
        assertThatThrownBy(this::system).hasMessageContaining("at most 16 deep");
        Files.writeString(
                directory.resolve("chat_template.jinja"),
                "{% set x = " + "(".repeat(15) + "1 + 1" + " + (1)".repeat(2_300) + ")".repeat(15) + " %}"
                        + template("S"));
        assertThat(system()).isEqualTo("S");
        Files.writeString(directory.resolve("chat_template.jinja"), "{% if 1 %}".repeat(1_600));
        assertThatThrownBy(this::system).isInstanceOf(CheckpointException.class);
    }

    @Test
    void theRestOfATurnIsWhatFollowsItsLastImage() throws IOException {
        Files.writeString(
                directory.resolve("chat_template.jinja"),
                template("S").replace("<|vision_end|>'", "<|vision_end|> seen:\\n'"));
        ChatTemplate template = ChatTemplate.load(directory, tokenizer);
        int[] whole = template.encode(
                List.of(new ChatMessage(
                        Role.USER,
                        List.of(
                                new ChatPrompt.Image(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB)),
                                new ChatPrompt.Text("where?")))),
                List.of(3));
        assertThat(whole).endsWith(template.encodeUserTail("where?"));
        assertThat(tokenizer.decode(template.encodeUserTail("where?"))).isEqualTo(" seen:\nwhere?\nassistant\n");
    }

    private String system() {
        String text = tokenizer.decode(ChatTemplate.load(directory, tokenizer).encode(QUESTION, List.of()));
        assertThat(text).startsWith("system\n").endsWith("\nuser\nWhere?\nassistant\n");
        return text.substring("system\n".length(), text.length() - "\nuser\nWhere?\nassistant\n".length());
    }

    private static String template(String system) {
        return TokenizerWriter.CHAT_TEMPLATE.replace("You are a helpful assistant.", system);
    }

    private void configure(String file, @Nullable String system) {
        ObjectNode json = JsonFiles.newObject();
        json.put("chat_template", system == null ? null : template(system));
        JsonFiles.write(directory.resolve(file), json);
    }
}
