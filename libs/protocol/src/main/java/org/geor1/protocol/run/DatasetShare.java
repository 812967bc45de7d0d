package org.geor1.protocol.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.geor1.protocol.settings.Setting;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** A dataset of a mixture, and how much of the mixture it is. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(SnakeCaseStrategy.class)
public record DatasetShare(
        @Setting("mini-earth, or the name of an imported dataset.")
        @NotNull
        @Pattern(regexp = RunSpec.TEXT)
        @Size(max = 200)
        String name,

        @Setting(
                value = "How often it is drawn from, in proportion to the other weights; four decimals count.",
                byDefault = "1")
        @DecimalMin("0.001")
        @DecimalMax("10000")
        double weight,

        @Setting("Only the first samples of its training split, as in LLaMA-Factory; without it all. mini-earth has no"
                + " end and takes none.")
        @Min(1)
        @Max(Integer.MAX_VALUE)
        @Nullable
        Integer maxSamples) {

    /** A whole dataset. */
    public DatasetShare(String name) {
        this(name, 1, null);
    }
}
