package org.geor1.geo.style;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A style as its file has it: texts with gaps, which {@link PromptStyle} fills. The keys of {@code geolocation} and of each
 * kind of {@code reasoning} are image roles; {@code image} is for roles without a text of their own.
 *
 * @param planet where the places are that a model answers with
 * @param tile one of {@code {tiles}}; null where no text asks for them
 */
record StyleFile(
        String name,
        int version,
        String planet,
        String instruction,
        @Nullable String tile,
        String given,
        String pairing,
        Map<String, String> geolocation,
        Map<String, Map<String, String>> reasoning) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /** @param resource {@code <name>.v<version>}, of a file in the folder {@code styles} of the class path */
    static StyleFile read(String resource) {
        String file = "/styles/" + resource + ".yaml";
        try (InputStream in = StyleFile.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("no file " + file + " on the class path");
            }
            StyleFile style =
                    JSON.convertValue(new Yaml(new SafeConstructor(new LoaderOptions())).load(in), StyleFile.class);
            if (!resource.equals(style.name() + ".v" + style.version())) {
                throw new IllegalStateException(file + " says that it is " + style.name() + ".v" + style.version());
            }
            return style;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
