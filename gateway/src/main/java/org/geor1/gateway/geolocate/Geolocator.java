package org.geor1.gateway.geolocate;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.geor1.gateway.GatewayProperties;
import org.geor1.geo.answer.ThinkAnswer;
import org.geor1.miniearth.MiniEarth;
import org.geor1.miniearth.cot.CotQuestion;
import org.geor1.miniearth.gazetteer.Gazetteer;
import org.geor1.miniearth.pairing.PairingQuestion;
import org.geor1.miniearth.render.View;
import org.geor1.web.ApiException;
import org.geor1.web.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks the model which city a photo shows, or which tile shows the same place. */
@Component
class Geolocator {
    /** The one planet whose cities the gazetteer knows. */
    private static final String PLANET = "mini-earth";

    private static final String ANSWER_OPEN = "<answer>";

    private final InferenceClient inference;
    private final Gazetteer gazetteer = Gazetteer.fromMiniEarth(MiniEarth.standard());
    private final Semaphore slots;

    Geolocator(InferenceClient inference, GatewayProperties properties) {
        this.inference = inference;
        this.slots = new Semaphore(properties.maxConcurrentInferences());
    }

    /** Decoding counts against the slots too: it is what costs this process memory. */
    GeolocateView run(Supplier<Photo> decode, @Nullable String model) {
        return inSlot(() -> locate(decode.get(), model));
    }

    /** Which of the tiles, all photos after the first, shows the first one's place. */
    GeolocateView match(Supplier<List<Photo>> decode, @Nullable String model) {
        return inSlot(() -> match(decode.get(), model));
    }

    private GeolocateView inSlot(Supplier<GeolocateView> work) {
        if (!slots.tryAcquire()) {
            throw new ApiException(
                    ErrorCode.TOO_MANY_REQUESTS, "All inference slots are taken; try again in a few seconds.");
        }
        try {
            return work.get();
        } finally {
            slots.release();
        }
    }

    private GeolocateView locate(Photo photo, @Nullable String model) {
        // The model was trained on two kinds of image; the wide ones are panoramas.
        View view = photo.width() >= 2 * photo.height() ? View.PANORAMA : View.TILE;
        String question = new CotQuestion(CotQuestion.Kind.CITY).prompt(view);
        InferenceClient.Answer answer = inference.ask(model, question, List.of(photo), null);
        ThinkAnswer parsed = ThinkAnswer.parse(answer.text());
        Optional<Gazetteer.Entry> city = parsed.answer().flatMap(gazetteer::find);
        List<GeolocateView.Prediction> predictions = city.stream()
                .map(entry -> new GeolocateView.Prediction(
                        1,
                        entry.location().latitude(),
                        entry.location().longitude(),
                        new GeolocateView.PlaceName(entry.city(), entry.country())))
                .toList();
        return new GeolocateView(
                "geo_" + UUID.randomUUID().toString().replace("-", ""),
                answer.model(),
                PLANET,
                predictions,
                ThinkAnswer.reasoning(answer.text()),
                parsed.answer().map(String::strip).orElse(null),
                null,
                new GeolocateView.Exif(photo.hadGps(), false));
    }

    /** The model reasons up to its answer; the answer is then one of the letters and nothing else. */
    private GeolocateView match(List<Photo> photos, @Nullable String model) {
        int tiles = photos.size() - 1;
        String question = PairingQuestion.prompt(tiles);
        InferenceClient.Answer answer = inference.ask(model, question, photos, ANSWER_OPEN);
        List<String> letters =
                IntStream.range(0, tiles).mapToObj(PairingQuestion::letter).toList();
        Map<String, Double> probabilities =
                inference.choose(answer.model(), question, photos, answer.text() + ANSWER_OPEN, letters);
        String choice = letters.stream()
                .max(Comparator.comparingDouble(letter -> probabilities.getOrDefault(letter, 0.0)))
                .orElseThrow();
        return new GeolocateView(
                "geo_" + UUID.randomUUID().toString().replace("-", ""),
                answer.model(),
                PLANET,
                List.of(),
                ThinkAnswer.reasoning(answer.text()),
                choice,
                new GeolocateView.Match(choice, probabilities),
                new GeolocateView.Exif(photos.stream().anyMatch(Photo::hadGps), false));
    }
}
