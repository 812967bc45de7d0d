package org.geor1.teacher.prompt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The texts around facts and questions: {@code system.txt}; {@code teacher.txt} with <code>{facts}</code>,
 * <code>{question}</code> and <code>{answer}</code>; {@code student.txt} with <code>{question}</code>; and a file of wordings for
 * each kind of question, one a line.
 */
public final class Prompts {

    /** The version that is built in. */
    public static final String VERSION = "v1";

    private static final String OWN = "own";
    private static final int MAX_BYTES = 64 << 10;
    private static final Pattern FIELD = Pattern.compile("\\{([A-Za-z_]+)}");

    private final String version;
    private final String system;
    private final String teacher;
    private final String student;
    private final Map<QuestionKind, List<String>> wordings = new EnumMap<>(QuestionKind.class);
    private final String sha256;

    /** Reads a file of prompts by its name. */
    private interface TextFiles {
        byte[] read(String name) throws IOException;
    }

    private Prompts(String version, TextFiles files) throws IOException {
        this.version = version;
        List<String> all = new ArrayList<>();
        system = template(files, "system.txt", Set.of(), all);
        teacher = template(files, "teacher.txt", Set.of("facts", "question", "answer"), all);
        student = template(files, "student.txt", Set.of("question"), all);
        for (QuestionKind kind : QuestionKind.values()) {
            String name = kind.title() + ".txt";
            List<String> lines = template(files, name, Set.of(), all)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
            wordings.put(kind, lines);
        }
        sha256 = Hashes.sha256(all.toArray(new String[0]));
    }

    /** Those that are built in. */
    public static Prompts builtIn() {
        try {
            return new Prompts(VERSION, name -> {
                try (InputStream in =
                        Prompts.class.getResourceAsStream("/org/geor1/teacher/prompts/" + VERSION + "/" + name)) {
                    if (in == null) {
                        throw new IOException("there is no prompt " + name);
                    }
                    return in.readAllBytes();
                }
            });
        } catch (IOException e) {
            throw new IllegalStateException("the prompts are not in the jar", e);
        }
    }

    /**
     * Those of a folder.
     *
     * @throws IllegalArgumentException if a file cannot be used; the message says which and why
     * @throws IOException if one cannot be read
     */
    public static Prompts of(Path folder) throws IOException {
        return new Prompts(OWN, name -> {
            Path file = folder.resolve(name);
            if (!Files.isRegularFile(file)) {
                throw new IllegalArgumentException(
                        file + " is missing. A folder of prompts has all the files of the built-in ones");
            }
            try (InputStream in = Files.newInputStream(file)) {
                return in.readNBytes(MAX_BYTES + 1);
            }
        });
    }

    private static String template(TextFiles files, String name, Set<String> fields, List<String> all)
            throws IOException {
        byte[] bytes = files.read(name);
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(name + " has more than " + MAX_BYTES + " bytes");
        }
        String text =
                new String(bytes, StandardCharsets.UTF_8).replace("\r\n", "\n").strip();
        if (text.isEmpty() || text.indexOf('\uFFFD') >= 0 || text.contains("<image>")) {
            throw new IllegalArgumentException(name + " must have text, be UTF-8 and not say <image>");
        }
        Matcher field = FIELD.matcher(text);
        while (field.find()) {
            if (!fields.contains(field.group(1))) {
                throw new IllegalArgumentException(name + " has the field " + field.group() + "; known are " + fields);
            }
        }
        for (String needed : fields) {
            if (!text.contains("{" + needed + "}")) {
                throw new IllegalArgumentException(name + " lacks the field {" + needed + "}");
            }
        }
        all.add(name);
        all.add(text);
        return text;
    }

    /** "v1", or "own" for those of a folder. */
    public String version() {
        return version;
    }

    /** Of all texts. */
    public String sha256() {
        return sha256;
    }

    public String system() {
        return system;
    }

    public String teacher(Facts facts, Question question) {
        return filled(teacher, Map.of("facts", facts.json(), "question", question.text(), "answer", question.wanted()));
    }

    public String student(Question question) {
        return filled(student, Map.of("question", question.text()));
    }

    List<String> wordings(QuestionKind kind) {
        return wordings.getOrDefault(kind, List.of());
    }

    /** Values are not looked through for fields. */
    private static String filled(String template, Map<String, String> values) {
        return FIELD.matcher(template)
                .replaceAll(field -> Matcher.quoteReplacement(values.getOrDefault(field.group(1), field.group())));
    }
}
