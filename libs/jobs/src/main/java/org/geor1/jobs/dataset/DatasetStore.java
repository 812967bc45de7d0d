package org.geor1.jobs.dataset;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.geor1.jobs.common.Cursors;
import org.geor1.jobs.common.Json;
import org.geor1.jobs.common.Page;
import org.geor1.jobs.common.Pages;
import org.geor1.jobs.image.ImageRegister;
import org.geor1.protocol.FieldError;
import org.geor1.protocol.InvalidRequestException;
import org.geor1.protocol.dataset.DatasetSample;
import org.geor1.protocol.dataset.SampleBatch;
import org.geor1.protocol.settings.Fault;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Datasets that users import. Whoever writes to a dataset holds the lock of its row, so samples are appended one batch after
 * the other and their numbers have no gaps.
 */
@Transactional
public class DatasetStore {

    /** A split is named in every answer about its dataset. */
    private static final int MAX_SPLITS = 100;

    private final DatasetRepository datasets;
    private final SampleTable table;
    private final ImageRegister images;

    DatasetStore(DatasetRepository datasets, ImageRegister images, JdbcClient sql) {
        this.datasets = datasets;
        this.table = new SampleTable(sql);
        this.images = images;
    }

    /** @throws DatasetConflictException if there is one of that name */
    public Dataset create(String name, @Nullable String description, @Nullable String licence) {
        if (datasets.insert(name, description, licence) == 0) {
            throw new DatasetConflictException("there is a dataset '" + name + "' already");
        }
        return require(name).toDataset();
    }

    @Transactional(readOnly = true)
    public Optional<Dataset> find(String name) {
        return datasets.findByName(name).map(DatasetEntity::toDataset);
    }

    /** By name. {@code after} is a cursor of an earlier page. */
    @Transactional(readOnly = true)
    public Page<Dataset> list(int limit, @Nullable String after) {
        return Pages.of(
                datasets.page(after, Limit.of(limit + 1)), limit, dataset -> dataset.name, DatasetEntity::toDataset);
    }

    /**
     * Appends samples, all or none.
     *
     * @throws UnknownDatasetException if there is no such dataset
     * @throws DatasetConflictException if it is published, or has another number of samples than the batch expects
     * @throws InvalidRequestException naming ids that are taken, pictures that are not stored, and too many splits
     */
    public Dataset append(String name, SampleBatch batch) {
        DatasetEntity dataset = lock(name);
        if (dataset.state == DatasetState.READY) {
            throw new DatasetConflictException("dataset '" + name + "' is published and never changes");
        }
        if (dataset.samples != batch.position()) {
            throw new DatasetConflictException("dataset '" + name + "' has " + dataset.samples
                    + " samples, so the next batch begins at position " + dataset.samples + ", not "
                    + batch.position());
        }
        Map<String, Long> splits = new TreeMap<>(dataset.splitCounts());
        List<StoredSample> rows = new ArrayList<>();
        for (DatasetSample sample : batch.samples()) {
            String split = Objects.requireNonNullElse(sample.split(), "");
            long count = splits.merge(split, 1L, Long::sum);
            rows.add(new StoredSample(batch.position() + rows.size(), count - 1, sample));
        }
        requireAcceptable(dataset.id, batch.samples(), splits.size());
        table.insert(dataset.id, rows);
        dataset.samples += rows.size();
        dataset.splits = Json.write(splits);
        return dataset.toDataset();
    }

    private void requireAcceptable(long dataset, List<DatasetSample> samples, int splits) {
        Set<String> taken =
                table.known(dataset, samples.stream().map(DatasetSample::id).toList());
        Set<String> missing = new HashSet<>(images.missing(samples.stream()
                .flatMap(sample -> sample.images().stream())
                .map(DatasetSample.Image::sha256)
                .toList()));
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            DatasetSample sample = samples.get(i);
            if (!taken.add(sample.id())) {
                errors.add(new FieldError(
                        "samples[" + i + "].id", "is '" + sample.id() + "', as of a sample before it", Fault.REPEATED));
            }
            for (int k = 0; k < sample.images().size(); k++) {
                String sha256 = sample.images().get(k).sha256();
                if (missing.contains(sha256)) {
                    errors.add(new FieldError(
                            "samples[%d].images[%d].sha256".formatted(i, k),
                            "names " + sha256 + ", which is no stored image; upload it first"));
                }
            }
        }
        if (splits > MAX_SPLITS) {
            errors.add(new FieldError("samples", "have more than " + MAX_SPLITS + " different splits"));
        }
        if (!errors.isEmpty()) {
            throw new InvalidRequestException(errors);
        }
    }

    /**
     * Makes a dataset ready: reads it through, hashes and counts. Publishing it again changes nothing.
     *
     * @throws DatasetConflictException if it has no sample
     * @throws UnknownDatasetException if there is no such dataset
     */
    public Dataset publish(String name) {
        DatasetEntity dataset = lock(name);
        if (dataset.state == DatasetState.READY) {
            return dataset.toDataset();
        }
        if (dataset.samples == 0) {
            throw new DatasetConflictException("dataset '" + name + "' has no sample yet");
        }
        SampleTally tally = new SampleTally();
        table.forEach(dataset.id, stored -> tally.add(stored.sample()));
        DatasetStatistics statistics = tally.statistics(table.images(dataset.id));
        datasets.publish(dataset.id, tally.hash(), Json.write(statistics));
        return require(name).toDataset();
    }

    /** In the order of the dataset, or of one of its splits. {@code after} is a cursor of an earlier page. */
    @Transactional(readOnly = true)
    public Page<StoredSample> samples(String name, @Nullable String split, int limit, @Nullable String after) {
        long dataset = require(name).id;
        long behind = after == null ? -1 : Cursors.number(after);
        return split == null
                ? Pages.of(table.after(dataset, behind, limit + 1), limit, StoredSample::position, stored -> stored)
                : Pages.of(
                        table.after(dataset, split, behind, limit + 1),
                        limit,
                        StoredSample::splitIndex,
                        stored -> stored);
    }

    /**
     * One sample by its number within its split, from 0; found by an index, however large the dataset is.
     *
     * @param split the empty text for samples without one
     */
    @Transactional(readOnly = true)
    public Optional<StoredSample> sample(String name, String split, long index) {
        return table.at(require(name).id, split, index);
    }

    /** One sample by its position in the dataset, from 0. */
    @Transactional(readOnly = true)
    public Optional<StoredSample> sample(String name, long position) {
        return table.at(require(name).id, position);
    }

    /**
     * The positions of a dataset's samples whose latitude and longitude are known and that have a picture, in ascending order.
     * The picture that counts is the first one that is no tile, or else the first one; of several samples with the same only
     * the first is counted.
     */
    @Transactional(readOnly = true)
    public long[] located(String name, Collection<String> splits) {
        return table.located(require(name).id, splits);
    }

    /** The sample of that id. */
    @Transactional(readOnly = true)
    public Optional<StoredSample> sample(String name, String id) {
        return table.withId(require(name).id, id);
    }

    /**
     * Records that a run is submitted with the dataset as it is. Until the transaction ends the dataset cannot be deleted.
     *
     * @throws DatasetConflictException if it is not ready
     * @throws UnknownDatasetException if there is no such dataset
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void use(String runId, String name) {
        DatasetEntity dataset = datasets.share(name).orElseThrow(() -> new UnknownDatasetException(name));
        if (dataset.contentHash == null) {
            throw new DatasetConflictException("dataset '" + name + "' is still importing; publish it first");
        }
        datasets.use(runId, name, dataset.contentHash);
    }

    /** Up to {@code limit} runs that were submitted with the dataset as it is, newest first. */
    @Transactional(readOnly = true)
    public List<String> users(Dataset dataset, int limit) {
        return dataset.contentHash() == null ? List.of() : datasets.users(dataset.name(), dataset.contentHash(), limit);
    }

    /**
     * Deletes a dataset with its samples. The lineage of the runs that used it stays. Its pictures are deleted later if nothing
     * else shows them ({@link org.geor1.jobs.image.ImageCollector}).
     *
     * @throws DatasetConflictException if a run that is not over uses it
     * @throws UnknownDatasetException if there is no such dataset
     */
    public void delete(String name) {
        DatasetEntity dataset = lock(name);
        List<String> users =
                dataset.contentHash == null ? List.of() : datasets.unfinishedUsers(name, dataset.contentHash);
        if (!users.isEmpty()) {
            throw new DatasetConflictException("dataset '" + name + "' is used by " + String.join(", ", users)
                    + "; cancel them or wait for their end");
        }
        datasets.delete(dataset);
    }

    private DatasetEntity lock(String name) {
        return datasets.lock(name).orElseThrow(() -> new UnknownDatasetException(name));
    }

    private DatasetEntity require(String name) {
        return datasets.findByName(name).orElseThrow(() -> new UnknownDatasetException(name));
    }
}
