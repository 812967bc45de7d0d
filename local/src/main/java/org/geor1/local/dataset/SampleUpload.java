package org.geor1.local.dataset;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.geor1.data.Row;
import org.geor1.local.client.DatasetClient;
import org.geor1.local.client.PlatformException;

/** Sends samples batch by batch: first the pictures that the platform lacks, several at a time, then the samples. */
final class SampleUpload implements AutoCloseable {

    private static final int BATCH_SAMPLES = 200;
    private static final long BATCH_FILES = 32 << 20;
    private static final int BATCH_TEXT = 400_000;
    private static final int AT_ONCE = 4;

    private static final int BAD_REQUEST = 400;
    private static final int TOO_LARGE = 413;
    private static final int UNUSABLE = 422;

    private static final Pattern OF_SAMPLE = Pattern.compile("samples\\[(\\d{1,4})].*");

    private final DatasetClient client;
    private final String dataset;
    private final Consumer<Row.Fault> faults;
    private final ExecutorService uploads = Executors.newFixedThreadPool(AT_ONCE, task -> {
        Thread thread = new Thread(task, "picture-upload");
        thread.setDaemon(true);
        return thread;
    });

    private final List<PendingSample> batch = new ArrayList<>();
    private long files;
    private int text;
    private long position;

    /**
     * @param position number of samples that the dataset has
     * @param faults takes samples that the platform refuses
     */
    SampleUpload(DatasetClient client, String dataset, long position, Consumer<Row.Fault> faults) {
        this.client = client;
        this.dataset = dataset;
        this.position = position;
        this.faults = faults;
    }

    /** Number of samples that the dataset has by now. */
    long position() {
        return position;
    }

    void add(PendingSample sample) {
        if (text + sample.length() > BATCH_TEXT) {
            flush();
        }
        batch.add(sample);
        text += sample.length();
        files += sample.files().values().stream().mapToLong(file -> file.length).sum();
        if (batch.size() == BATCH_SAMPLES || files > BATCH_FILES) {
            flush();
        }
    }

    /** Sends what is left. */
    void flush() {
        List<PendingSample> samples = withPictures();
        batch.clear();
        files = 0;
        text = 0;
        append(samples);
    }

    private void append(List<PendingSample> all) {
        List<PendingSample> samples = all;
        while (!samples.isEmpty()) {
            try {
                client.append(
                        dataset,
                        position,
                        samples.stream().map(PendingSample::json).toList());
                position += samples.size();
                return;
            } catch (PlatformException e) {
                if (e.status() == TOO_LARGE && samples.size() > 1) {
                    append(samples.subList(0, samples.size() / 2));
                    append(samples.subList(samples.size() / 2, samples.size()));
                    return;
                }
                samples = withoutRefused(samples, e);
            }
        }
    }

    /** Leaves out the samples of which the platform refused a picture. */
    private List<PendingSample> withPictures() {
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        batch.forEach(sample -> pictures.putAll(sample.files()));
        Map<String, String> refused = new TreeMap<>();
        List<String> hashes = new ArrayList<>(pictures.keySet());
        for (int from = 0; from < hashes.size(); from += 1000) {
            List<String> asked = hashes.subList(from, Math.min(hashes.size(), from + 1000));
            List<CompletableFuture<Void>> sent = client.missing(dataset, asked).stream()
                    .map(hash -> CompletableFuture.runAsync(() -> upload(hash, pictures, refused), uploads))
                    .toList();
            sent.forEach(SampleUpload::await);
        }
        List<PendingSample> kept = new ArrayList<>();
        for (PendingSample sample : batch) {
            String problem = sample.files().keySet().stream()
                    .map(refused::get)
                    .filter(text -> text != null)
                    .findFirst()
                    .orElse(null);
            if (problem == null) {
                kept.add(sample);
            } else {
                faults.accept(sample.fault(problem));
            }
        }
        return kept;
    }

    private void upload(String hash, Map<String, byte[]> pictures, Map<String, String> refused) {
        byte[] file = pictures.get(hash);
        if (file == null) {
            throw new PlatformException(0, "The platform asks for a picture that was not offered: " + hash);
        }
        try {
            client.upload(dataset, hash, file);
        } catch (PlatformException e) {
            if (e.status() != UNUSABLE) {
                throw e;
            }
            synchronized (refused) {
                refused.put(hash, "has a picture that cannot be used: " + e.getMessage());
            }
        }
    }

    private static void await(CompletableFuture<Void> sent) {
        try {
            sent.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof PlatformException refusal) {
                throw refusal;
            }
            throw e;
        }
    }

    /** @throws PlatformException if it is not about single samples */
    private List<PendingSample> withoutRefused(List<PendingSample> samples, PlatformException refusal) {
        Map<Integer, String> problems = new TreeMap<>();
        if (refusal.status() == TOO_LARGE && samples.size() == 1) {
            problems.put(0, String.valueOf(refusal.getMessage()));
        }
        if (refusal.status() == BAD_REQUEST) {
            for (String field : refusal.fields()) {
                Matcher matcher = OF_SAMPLE.matcher(field);
                if (matcher.matches()) {
                    problems.put(
                            Integer.parseInt(matcher.group(1)),
                            "is refused for its " + field + ": " + refusal.getMessage());
                }
            }
        }
        if (problems.isEmpty()) {
            throw refusal;
        }
        List<PendingSample> kept = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            String problem = problems.get(i);
            if (problem == null) {
                kept.add(samples.get(i));
            } else {
                faults.accept(samples.get(i).fault(problem));
            }
        }
        return kept;
    }

    @Override
    public void close() {
        uploads.shutdownNow();
    }
}
