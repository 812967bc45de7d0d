package org.geor1.jobs.dataset;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.geor1.jobs.common.Json;
import org.geor1.protocol.dataset.DatasetSample;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The samples' own table: millions of rows that are written in batches and read by their place. */
final class SampleTable {

    /** Rows that the driver holds at a time while a dataset is read through. */
    private static final int FETCHED = 1000;

    private static final String SELECT = """
            SELECT position, split_index, sample_id, split, latitude, longitude, city, country, truth, images, turns, metadata
            FROM dataset_sample WHERE dataset_id = :dataset""";

    private static final TypeReference<List<DatasetSample.Image>> IMAGES = new TypeReference<>() {};
    private static final TypeReference<List<DatasetSample.Turn>> TURNS = new TypeReference<>() {};
    private static final TypeReference<LinkedHashMap<String, String>> METADATA = new TypeReference<>() {};

    private final JdbcClient sql;

    SampleTable(JdbcClient sql) {
        this.sql = sql;
    }

    /** Those of the ids that samples of the dataset have. */
    Set<String> known(long dataset, List<String> ids) {
        return new HashSet<>(sql.sql("""
                        SELECT sample_id FROM dataset_sample
                        WHERE dataset_id = :dataset AND md5(sample_id) IN (SELECT md5(id) FROM unnest(:ids) AS id)""")
                .param("dataset", dataset)
                .param("ids", ids.toArray(String[]::new))
                .query(String.class)
                .list());
    }

    void insert(long dataset, List<StoredSample> samples) {
        ArrayNode rows = JsonMapper.shared().createArrayNode();
        samples.forEach(stored -> rows.add(row(stored)));
        sql.sql("""
                        INSERT INTO dataset_sample (dataset_id, position, sample_id, split, split_index, latitude, longitude,
                            city, country, truth, images, turns, metadata)
                        SELECT :dataset, r.* FROM json_to_recordset(CAST(:rows AS json)) AS r (position bigint,
                            sample_id text, split text, split_index bigint, latitude double precision,
                            longitude double precision, city text, country text, truth text, images json, turns json,
                            metadata json)""").param("dataset", dataset).param("rows", rows.toString()).update();
    }

    private static ObjectNode row(StoredSample stored) {
        DatasetSample sample = stored.sample();
        JsonNode json = sample.json();
        ObjectNode row = JsonMapper.shared().createObjectNode();
        row.put("position", stored.position());
        row.put("sample_id", sample.id());
        row.put("split", sample.split() == null ? "" : sample.split());
        row.put("split_index", stored.splitIndex());
        DatasetSample.Place place = sample.place();
        if (place != null) {
            row.put("latitude", place.latitude());
            row.put("longitude", place.longitude());
            row.put("city", place.city());
            row.put("country", place.country());
        }
        row.put("truth", sample.truth());
        row.set("images", json.path("images"));
        row.set("turns", json.has("turns") ? json.path("turns") : row.arrayNode());
        row.set("metadata", json.has("metadata") ? json.path("metadata") : row.objectNode());
        return row;
    }

    /** Up to {@code limit} samples behind a position. */
    List<StoredSample> after(long dataset, long position, int limit) {
        return sql.sql(SELECT + " AND position > :position ORDER BY position LIMIT :limit")
                .param("dataset", dataset)
                .param("position", position)
                .param("limit", limit)
                .query((row, number) -> read(row))
                .list();
    }

    /** Up to {@code limit} samples of a split behind an index. */
    List<StoredSample> after(long dataset, String split, long index, int limit) {
        return sql.sql(SELECT + " AND split = :split AND split_index > :index ORDER BY split_index LIMIT :limit")
                .param("dataset", dataset)
                .param("split", split)
                .param("index", index)
                .param("limit", limit)
                .query((row, number) -> read(row))
                .list();
    }

    Optional<StoredSample> at(long dataset, String split, long index) {
        return sql.sql(SELECT + " AND split = :split AND split_index = :index")
                .param("dataset", dataset)
                .param("split", split)
                .param("index", index)
                .query((row, number) -> read(row))
                .optional();
    }

    Optional<StoredSample> at(long dataset, long position) {
        return sql.sql(SELECT + " AND position = :position")
                .param("dataset", dataset)
                .param("position", position)
                .query((row, number) -> read(row))
                .optional();
    }

    /** Positions of samples with a place and a picture; of several with one picture, that of the first. */
    long[] located(long dataset, Collection<String> splits) {
        return sql.sql("""
                        SELECT min(position) FROM (
                            SELECT position, (SELECT shown ->> 'sha256'
                                FROM json_array_elements(images) WITH ORDINALITY AS each (shown, number)
                                ORDER BY shown ->> 'role' = 'tile', number LIMIT 1) AS picture
                            FROM dataset_sample
                            WHERE dataset_id = :dataset AND split IN (:splits) AND latitude IS NOT NULL) AS sample
                        WHERE picture IS NOT NULL GROUP BY picture ORDER BY 1""").param("dataset", dataset).param("splits", splits).query(Long.class).list().stream()
                .mapToLong(Long::longValue)
                .toArray();
    }

    Optional<StoredSample> withId(long dataset, String id) {
        return sql.sql(SELECT + " AND md5(sample_id) = md5(:id) AND sample_id = :id")
                .param("dataset", dataset)
                .param("id", id)
                .query((row, number) -> read(row))
                .optional();
    }

    /** Reads all samples in order, of which few are in memory at a time. */
    void forEach(long dataset, Consumer<StoredSample> reader) {
        try (Stream<StoredSample> samples = sql
                .sql(SELECT + " ORDER BY position")
                .param("dataset", dataset)
                .withFetchSize(FETCHED)
                .query((row, number) -> read(row))
                .stream()) {
            samples.forEach(reader);
        }
    }

    /** Of all pictures of all samples. */
    DatasetStatistics.Images images(long dataset) {
        return sql.sql("""
                        SELECT count(*) AS count, coalesce(sum(bytes), 0) AS bytes,
                            coalesce(min(width), 0) AS min_width, coalesce(max(width), 0) AS max_width,
                            coalesce(min(height), 0) AS min_height, coalesce(max(height), 0) AS max_height
                        FROM dataset_sample CROSS JOIN LATERAL json_array_elements(images) AS shown
                        JOIN image ON image.sha256 = shown ->> 'sha256'
                        WHERE dataset_id = :dataset""")
                .param("dataset", dataset)
                .query(DatasetStatistics.Images.class)
                .single();
    }

    private static StoredSample read(ResultSet row) throws SQLException {
        String split = row.getString("split");
        DatasetSample sample = new DatasetSample(
                row.getString("sample_id"),
                Json.read(row.getString("images"), IMAGES),
                place(row),
                Json.read(row.getString("turns"), TURNS),
                row.getString("truth"),
                split.isEmpty() ? null : split,
                Json.read(row.getString("metadata"), METADATA));
        return new StoredSample(row.getLong("position"), row.getLong("split_index"), sample);
    }

    private static DatasetSample.@Nullable Place place(ResultSet row) throws SQLException {
        Double latitude = row.getObject("latitude", Double.class);
        Double longitude = row.getObject("longitude", Double.class);
        String city = row.getString("city");
        String country = row.getString("country");
        return latitude == null && city == null && country == null
                ? null
                : new DatasetSample.Place(latitude, longitude, city, country);
    }
}
