package org.geor1.data.photo;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.lang.GeoLocation;
import com.drew.metadata.exif.GpsDirectory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.geor1.data.DatasetFolder;
import org.geor1.data.FaultException;
import org.geor1.data.ImageRole;
import org.geor1.data.ImageSource;
import org.geor1.data.Origin;
import org.geor1.data.Place;
import org.geor1.data.Position;
import org.geor1.data.Row;
import org.geor1.data.Rows;
import org.jspecify.annotations.Nullable;

/** A row for each photo below a folder, in the order of names. Photos without a position are samples without a place. */
final class ExifRows extends Rows {

    private static final int MAX_DEPTH = 32;

    private final DatasetFolder folder;
    private final Deque<Iterator<Path>> open = new ArrayDeque<>();

    ExifRows(DatasetFolder folder) throws IOException {
        this.folder = folder;
        open.push(DatasetFolder.list(folder.root()).iterator());
    }

    @Override
    protected @Nullable Row advance() throws IOException {
        while (!open.isEmpty()) {
            Iterator<Path> here = open.peek();
            if (!here.hasNext()) {
                open.pop();
                continue;
            }
            Path entry = here.next();
            if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                if (open.size() == MAX_DEPTH) {
                    return new Row.Fault(
                            Origin.whole(folder.name(entry)), "lies more than " + MAX_DEPTH + " folders deep");
                }
                open.push(DatasetFolder.list(entry).iterator());
            } else if (PhotoFiles.isPhoto(entry)) {
                return row(folder.name(entry));
            }
        }
        return null;
    }

    private Row row(String name) throws IOException {
        Origin origin = Origin.whole(name);
        try {
            Position position = position(folder.read(new ImageSource.File(name, ImageRole.PHOTO)));
            return Row.Sample.builder(origin, name)
                    .image(name, ImageRole.PHOTO)
                    .place(position == null ? null : Place.at(position))
                    .build();
        } catch (FaultException e) {
            return new Row.Fault(origin, e.problem());
        }
    }

    private static @Nullable Position position(byte[] bytes) throws FaultException, IOException {
        try {
            GpsDirectory gps = ImageMetadataReader.readMetadata(new ByteArrayInputStream(bytes))
                    .getFirstDirectoryOfType(GpsDirectory.class);
            GeoLocation location = gps == null ? null : gps.getGeoLocation();
            // Cameras without reception write zeros.
            return location == null || location.isZero()
                    ? null
                    : new Position(location.getLatitude(), location.getLongitude());
        } catch (ImageProcessingException e) {
            throw new FaultException("is not a picture that can be read: " + e.getMessage());
        }
    }
}
