package org.geor1.local.client;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The datasets of a running platform. */
public final class DatasetClient {

    private static final String PATH = "/api/v1/datasets";

    private static final Duration ANSWER = Duration.ofMinutes(3);
    /** Millions of samples are read through before a dataset is published. */
    private static final Duration PUBLISHING = Duration.ofMinutes(30);

    private static final int PAGE = 200;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private static final int ATTEMPTS = 10;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final PlatformClient platform;

    public DatasetClient(PlatformClient platform) {
        this.platform = platform;
    }

    /** A dataset as the API shows it. */
    public Optional<JsonNode> find(String name) {
        try {
            return Optional.of(platform.get(path(name)));
        } catch (PlatformException e) {
            if (e.status() == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    public JsonNode create(String name, @Nullable String description, @Nullable String licence) {
        Map<String, String> request = new LinkedHashMap<>();
        request.put("name", name);
        if (description != null) {
            request.put("description", description);
        }
        if (licence != null) {
            request.put("licence", licence);
        }
        return platform.post(PATH, request, ANSWER);
    }

    /** All of them. */
    public List<JsonNode> list() {
        List<JsonNode> all = new ArrayList<>();
        pages(PATH + "?limit=" + PAGE).forEachRemaining(all::add);
        return all;
    }

    /** The samples in their order, fetched page by page: {@code {position, sample}}. */
    public Iterator<JsonNode> samples(String name) {
        return pages(path(name) + "/samples?limit=" + PAGE);
    }

    private Iterator<JsonNode> pages(String path) {
        return new Iterator<>() {
            private JsonNode page = platform.get(path);
            private Iterator<JsonNode> rows = page.path("data").iterator();

            @Override
            public boolean hasNext() {
                while (!rows.hasNext() && page.path("has_more").asBoolean(false)) {
                    page = platform.get(path + "&after="
                            + PlatformClient.segment(page.path("next_cursor").asString("")));
                    rows = page.path("data").iterator();
                }
                return rows.hasNext();
            }

            @Override
            public JsonNode next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return rows.next();
            }
        };
    }

    /** Those of the pictures that the platform does not have. */
    public List<String> missing(String name, List<String> hashes) {
        List<String> missing = new ArrayList<>();
        platform.post(path(name) + "/images/missing", Map.of("sha256", hashes), ANSWER)
                .path("missing")
                .forEach(hash -> missing.add(hash.asString("")));
        return missing;
    }

    /**
     * Stores a picture; while the platform is busy, again and again.
     *
     * @throws PlatformException with status 422 if it cannot be used
     */
    public void upload(String name, String sha256, byte[] file) {
        for (int attempt = 1; ; attempt++) {
            try {
                platform.put(path(name) + "/images/" + sha256, file);
                return;
            } catch (PlatformException e) {
                boolean busy = e.status() == TOO_MANY_REQUESTS || e.status() == UNAVAILABLE;
                if (!busy || attempt == ATTEMPTS) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformException(0, "Interrupted while waiting for the platform");
        }
    }

    /** @param position number of samples that the dataset has */
    public void append(String name, long position, List<JsonNode> samples) {
        platform.post(path(name) + "/samples", Map.of("position", position, "samples", samples), ANSWER);
    }

    public JsonNode publish(String name) {
        return platform.post(path(name) + "/publish", Map.of(), PUBLISHING);
    }

    public void delete(String name) {
        platform.delete(path(name));
    }

    /** The file of a picture. */
    public byte[] image(String sha256) {
        try (InputStream in = platform.open("/api/v1/images/sha256/" + PlatformClient.segment(sha256) + "/file")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new PlatformException(0, "The picture " + sha256 + " did not arrive whole: " + e.getMessage());
        }
    }

    private static String path(String name) {
        return PATH + "/" + PlatformClient.segment(name);
    }
}
