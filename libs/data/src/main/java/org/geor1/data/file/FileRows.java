package org.geor1.data.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.geor1.data.FaultException;
import org.geor1.data.Origin;
import org.geor1.data.Row;
import org.geor1.data.Rows;
import org.jspecify.annotations.Nullable;

/** The rows of several files, one after the other; one file is open at a time. */
public final class FileRows extends Rows {

    private final Iterator<Path> files;
    private final Opener opener;
    private @Nullable Rows current;

    /** Begins to read one of the files. */
    @FunctionalInterface
    public interface Opener {
        Rows open(Path file) throws FaultException, IOException;
    }

    public FileRows(List<Path> files, Opener opener) {
        this.files = files.iterator();
        this.opener = opener;
    }

    @Override
    protected @Nullable Row advance() throws IOException {
        while (true) {
            Rows open = current;
            if (open != null && open.hasNext()) {
                return open.next();
            }
            close();
            if (!files.hasNext()) {
                return null;
            }
            Path file = files.next();
            try {
                current = opener.open(file);
            } catch (FaultException e) {
                return new Row.Fault(Origin.whole(String.valueOf(file.getFileName())), e.problem());
            }
        }
    }

    @Override
    public void close() throws IOException {
        Rows open = current;
        current = null;
        if (open != null) {
            open.close();
        }
    }
}
