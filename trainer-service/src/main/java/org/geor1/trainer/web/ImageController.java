package org.geor1.trainer.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.geor1.image.ImageException;
import org.geor1.image.ImageLimits;
import org.geor1.image.decode.ImageDecoder;
import org.geor1.image.decode.MetadataRemover;
import org.geor1.jobs.image.ImageRegister;
import org.geor1.jobs.image.ImageStore;
import org.geor1.jobs.image.Images;
import org.geor1.jobs.image.NoSuchImageException;
import org.geor1.jobs.outage.DiskFull;
import org.geor1.web.ApiException;
import org.geor1.web.ErrorCode;
import org.geor1.web.FieldProblem;
import org.geor1.web.ImageApi;
import org.geor1.web.InternalApi;
import org.geor1.web.ProblemBodies;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * Pictures of datasets by hash. Only what the decoder reads to its last pixel is taken, and without its metadata: photos
 * hold the position at which they were taken.
 */
@InternalApi
@RequestMapping(ImageApi.PATH)
public class ImageController {

    /** Pictures decoded at a time: a large one takes some 200 MB. */
    private static final int AT_ONCE = 2;

    private final ImageStore store;
    private final ImageRegister register;
    private final ImageDecoder decoder = new ImageDecoder(ImageLimits.standard());
    private final MetadataRemover remover = new MetadataRemover(ImageLimits.standard());
    private final Semaphore decoding = new Semaphore(AT_ONCE, true);

    ImageController(ImageStore store, ImageRegister register) {
        this.store = store;
        this.register = register;
    }

    @GetMapping("/{sha256}")
    ResponseEntity<byte[]> read(@PathVariable String sha256) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .body(store.fetch(sha256));
    }

    @PutMapping("/{sha256}")
    ImageApi.Stored write(@PathVariable String sha256, InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(Images.MAX_BYTES + 1);
        String hash = Images.hash(bytes);
        if (bytes.length <= Images.MAX_BYTES && !hash.equals(sha256)) {
            throw refused(sha256, "does not match the body, whose SHA-256 is " + hash, "send the file it names");
        }
        decoding.acquireUninterruptibly();
        try {
            byte[] clean = remover.clean(bytes);
            ImageDecoder.Size size = decoder.size(clean);
            decoder.decode(clean);
            String stored = store.put(clean);
            register.register(new ImageRegister.Entry(stored, clean.length, size.width(), size.height()));
            // An unused picture's file may have been there before and be deleted meanwhile; from here on it stays.
            store.put(clean);
            return new ImageApi.Stored(stored);
        } catch (ImageException e) {
            throw refused(sha256, e.problem(), e.remedy());
        } catch (UncheckedIOException e) {
            if (DiskFull.ofFiles(e)) {
                throw new ApiException(ErrorCode.DISK_FULL, "No space left on device: the picture was not stored.");
            }
            throw e;
        } finally {
            decoding.release();
        }
    }

    private static ApiException refused(String sha256, String problem, String remedy) {
        return new ApiException(
                ErrorCode.INVALID_IMAGE,
                "The picture " + sha256 + " " + problem + ": " + remedy + ".",
                List.of(new FieldProblem("sha256", problem, remedy)));
    }

    @ExceptionHandler
    ProblemDetail missing(NoSuchImageException problem) {
        return ProblemBodies.of(ErrorCode.NOT_FOUND, "There is no such picture.");
    }
}
