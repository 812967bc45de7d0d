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
import org.geor1.gateway.sources.GatewaySources;
import org.geor1.gazetteer.answer.PlaceAnswerReader;
import org.geor1.gazetteer.locate.Places;
import org.geor1.gazetteer.locate.RankedPlace;
import org.geor1.gazetteer.locate.ReadPlace;
import org.geor1.geo.answer.ThinkAnswer;
import org.geor1.geo.task.Question;
import org.geor1.web.ApiException;
import org.geor1.web.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks the model which city a photo shows, or which tile shows the same place, in the style that the model names. */
@Component
class Geolocator {
    private static final String ANSWER_OPEN = "<answer>";

    private final InferenceClient inference;
    private final GatewaySources sources;
    private final ModelCalibrations calibrations;
    private final Semaphore slots;

    Geolocator(
            InferenceClient inference,
            GatewaySources sources,
            ModelCalibrations calibrations,
            GatewayProperties properties) {
        this.inference = inference;
        this.sources = sources;
        this.calibrations = calibrations;
        this.slots = new Semaphore(properties.maxConcurrentInferences());
    }

    /** Decoding counts against the slots too: it is what costs this process memory. */
    GeolocateView run(Supplier<Photo> decode, @Nullable String model, Sampling sampling) {
        return inSlot(() -> locate(decode.get(), model, sampling));
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

    private GeolocateView locate(Photo photo, @Nullable String model, Sampling sampling) {
        InferenceClient.Asked asked = inference.style(model);
        String question = asked.style().prompt(Question.Geolocation.of(photo.width(), photo.height()));
        Optional<ModelCalibration> calibration = calibrations.of(asked, sampling);
        InferenceClient.Answers answers = inference.sample(asked.model(), question, List.of(photo), sampling);
        Places places = sources.places(asked.style().planet());
        List<ReadPlace> read = answers.texts().stream().map(places::read).toList();
        List<RankedPlace> ranking =
                RankedPlace.of(read).stream().limit(sampling.topK()).toList();
        List<GeolocateView.DrawnAnswer> samples = IntStream.range(0, read.size())
                .mapToObj(index -> new GeolocateView.DrawnAnswer(
                        answer(answers.texts().get(index)), read.get(index).format(), rank(ranking, index)))
                .toList();
        int best = ranking.isEmpty() ? 0 : ranking.get(0).best();
        return new GeolocateView(
                "geo_" + UUID.randomUUID().toString().replace("-", ""),
                answers.model(),
                places.planet(),
                IntStream.range(0, ranking.size())
                        .mapToObj(index -> prediction(
                                index + 1, ranking.get(index), sampling, index == 0 ? calibration : Optional.empty()))
                        .toList(),
                ThinkAnswer.reasoning(answers.texts().get(best)),
                samples.get(best).answer(),
                samples.get(best).format(),
                samples,
                calibration.isPresent(),
                calibration.map(ModelCalibration::view).orElse(null),
                null,
                new GeolocateView.Exif(photo.hadGps(), false));
    }

    private static @Nullable Integer rank(List<RankedPlace> ranking, int answer) {
        for (int index = 0; index < ranking.size(); index++) {
            if (ranking.get(index).answers().contains(answer)) {
                return index + 1;
            }
        }
        return null;
    }

    /** Of a single answer there is no share: that all of one say the same means nothing. */
    private static GeolocateView.Prediction prediction(
            int rank, RankedPlace ranked, Sampling sampling, Optional<ModelCalibration> calibration) {
        ReadPlace.Found place = ranked.place();
        return new GeolocateView.Prediction(
                rank,
                place.position().latitude(),
                place.position().longitude(),
                sampling.isOne() ? null : (Double) ranked.share(),
                sampling.isOne() ? null : (Double) ranked.spreadKm(),
                calibration.map(found -> found.fit().confidence(ranked.share())).orElse(null),
                calibration.map(found -> found.fit().radiusKm(ranked.share())).orElse(null),
                new GeolocateView.PlaceName(place.city(), place.country(), place.countryCode(), place.namedBy()));
    }

    private static String answer(String completion) {
        return PlaceAnswerReader.answer(completion).orElse(completion.strip());
    }

    /** The model reasons up to its answer; the answer is then one of the letters and nothing else. */
    private GeolocateView match(List<Photo> photos, @Nullable String model) {
        int tiles = photos.size() - 1;
        InferenceClient.Asked asked = inference.style(model);
        String question = asked.style().prompt(new Question.Pairing(tiles));
        InferenceClient.Answer answer = inference.ask(asked.model(), question, photos, ANSWER_OPEN);
        List<String> letters =
                IntStream.range(0, tiles).mapToObj(Question::letter).toList();
        Map<String, Double> probabilities =
                inference.choose(answer.model(), question, photos, answer.text() + ANSWER_OPEN, letters);
        String choice = letters.stream()
                .max(Comparator.comparingDouble(letter -> probabilities.getOrDefault(letter, 0.0)))
                .orElseThrow();
        return new GeolocateView(
                "geo_" + UUID.randomUUID().toString().replace("-", ""),
                answer.model(),
                asked.style().planet(),
                List.of(),
                ThinkAnswer.reasoning(answer.text()),
                choice,
                null,
                List.of(),
                false,
                null,
                new GeolocateView.Match(choice, probabilities),
                new GeolocateView.Exif(photos.stream().anyMatch(Photo::hadGps), false));
    }
}
