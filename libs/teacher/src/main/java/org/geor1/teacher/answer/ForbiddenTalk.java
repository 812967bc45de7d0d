package org.geor1.teacher.answer;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an exemplar must not speak of. Of the pairing task, since its labels would leak into what is trained before it: tiles
 * seen from above, candidates, choices by letter. And of metadata, since the student has only the photo.
 */
final class ForbiddenTalk {

    private static final int WORDS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

    private static final List<Pattern> PAIRING = List.of(
            Pattern.compile("\\bcandidates?\\b", WORDS),
            Pattern.compile(
                    "\\b(?:satellite|aerial|overhead|bird's[- ]eye|top[- ]down|nadir)[- ]"
                            + "(?:images?|imagery|pictures?|photos?|photographs?|tiles?|views?|maps?|patch(?:es)?)\\b",
                    WORDS),
            Pattern.compile("\\bcross[- ]view\\b", WORDS),
            Pattern.compile(
                    "\\b(?:match|matches|matching|matched|pair|pairs|paired)\\b[^.]{0,40}\\bpanoramas?\\b", WORDS),
            Pattern.compile(
                    "\\b(?:multiple[- ]choice|answer choices?|(?:correct|right) (?:letter|option|choice))\\b", WORDS),
            // Not I, which is a word.
            Pattern.compile("\\b(?i:options?|choices?|images?|pictures?|photos?|answers?|letters?)"
                    + "(?: is| are|:)? \\(?[A-HJ]\\)?(?![\\w'’-])"));

    private static final Pattern TILE = Pattern.compile("\\btiles?\\b", WORDS);

    /** Tiles of roofs, floors and walls are cues. A sentence that has such a word speaks of those. */
    private static final Pattern BUILDING = Pattern.compile(
            "\\b(?:roof\\w*|floor\\w*|walls?|clay|terra-?cotta|ceramic\\w*|pav\\w+|sidewalks?|pantiles?|azulejos?|mosaics?"
                    + "|fa[cç]ades?|glazed|enamel\\w*|metro|subway|stairs?|bricks?|slate|concrete|cement|marble|gables?|clad\\w*)\\b",
            WORDS);

    /** Such a tile is no cue, whatever else its sentence has. */
    private static final Pattern CHOSEN = Pattern.compile(
            "\\b(?:satellite|map|image|candidate|correct|right|matching|best|each|every|other|which)[- ]tiles?\\b"
                    + "|\\b[Tt]iles? \\(?[A-J1-9]\\)?(?![\\w'’-])",
            0);

    private static final Pattern LETTER = Pattern.compile("\\(?[A-Ja-j]\\)?[.):]?");

    private static final List<Pattern> TOLD = List.of(
            Pattern.compile("\\b(?:metadata|gps|exif|json)\\b", WORDS),
            Pattern.compile("\\b(?:latitude|longitude)s? of\\b|\\bcoordinates?\\b", WORDS),
            Pattern.compile(
                    "\\b(?:given|provided|known|supplied|stated) "
                            + "(?:location|position|place|answer|information|facts?|data|city|country)\\b",
                    WORDS),
            Pattern.compile(
                    "\\b(?:I (?:was|am|have been) (?:told|given)|the answer has to be|as (?:told|instructed))\\b",
                    WORDS),
            Pattern.compile("-?\\b\\d{1,3}\\.\\d{2,}\\s*°|\\b\\d{1,2}\\.\\d{3,}\\b"));

    private ForbiddenTalk() {}

    /** The words that speak of the pairing task, or empty. */
    static Optional<String> ofPairing(Chain chain) {
        if (LETTER.matcher(chain.answer()).matches()) {
            return Optional.of(chain.answer());
        }
        Optional<String> found = first(PAIRING, chain.text());
        return found.isPresent() ? found : ofTiles(chain.text());
    }

    private static Optional<String> ofTiles(String text) {
        Optional<String> chosen = first(List.of(CHOSEN), text);
        if (chosen.isPresent()) {
            return chosen;
        }
        for (String sentence : text.split("[.!?\\n]", -1)) {
            if (TILE.matcher(sentence).find() && !BUILDING.matcher(sentence).find()) {
                return first(List.of(TILE), sentence);
            }
        }
        return Optional.empty();
    }

    /** The words that tell more than a photo shows, or empty. */
    static Optional<String> ofMetadata(Chain chain) {
        return first(TOLD, chain.text());
    }

    private static Optional<String> first(List<Pattern> patterns, String text) {
        for (Pattern pattern : patterns) {
            Matcher words = pattern.matcher(text);
            if (words.find()) {
                return Optional.of(words.group());
            }
        }
        return Optional.empty();
    }
}
