package org.geor1.protocol.run;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an evaluation asks. */
public enum EvalTask {
    /** Which tile shows the place of a panorama; of an imported dataset, its own questions. */
    @JsonProperty("pairing")
    PAIRING,
    /** Where a picture was taken, as {@code /v1/geolocate} asks it. */
    @JsonProperty("geolocation")
    GEOLOCATION
}
